package io.mirai.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.MiraiCanceled;
import io.mirai.promise.LateOutcome;
import org.junit.jupiter.api.Test;

/** Who looks on decides whether elements are gone through. */
class MapResultsTest {

    private static final int SIZE = 1_000;

    private final Watched source = new Watched();
    private final MapResults<Object> results = new MapResults<>(SIZE, source);
    private final MapWatcher watcher = new MapWatcher() {
        @Override
        public boolean counts() {
            return true;
        }

        @Override
        public void onChange() {}
    };

    @Test
    void leave_ofTheLastWatcherStopsWhatIsUnresolved() {
        results.join(watcher);
        results.leave(watcher, true);
        assertThat(source.stops).isEqualTo(1);
        assertThat(results.isOver()).isTrue();
    }

    @Test
    void leave_ofAFinishedMapGoesThroughNoElements() {
        LateOutcome<Object> failure = LateOutcome.ofFailure(() -> new MiraiCanceled("stopped"));
        results.join(watcher);
        assertThat(results.failWaiting(failure, SIZE)).isEqualTo(SIZE);
        results.leave(watcher, true);
        assertThat(source.stops).isZero();
    }

    private static final class Watched implements MapResults.Source {

        int stops;

        @Override
        public void onGivenUp(long elements) {
            stops++;
        }

        @Override
        public void onOver() {}
    }
}
