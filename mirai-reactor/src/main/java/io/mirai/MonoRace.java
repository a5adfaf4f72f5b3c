package io.mirai;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** {@link Mirai#race(List)}: one watcher on each mirai, of which the first to hear an outcome answers. */
final class MonoRace extends Mono<Integer> implements Scannable {

    private final List<Mirai<?>> mirais;

    MonoRace(List<? extends Mirai<?>> mirais) {
        this.mirais = List.copyOf(mirais);
    }

    @Override
    public void subscribe(CoreSubscriber<? super Integer> actual) {
        if (mirais.isEmpty()) {
            Operators.complete(actual);
            return;
        }
        RaceInner race = new RaceInner(actual, mirais);
        actual.onSubscribe(race);
        race.begin();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    private static final class RaceInner extends DrainSubscription<Integer> {

        private static final int OPEN = -1;

        private final List<Watcher> watchers;
        private final AtomicInteger winner = new AtomicInteger(OPEN);
        private volatile boolean over;
        private boolean told; // the drain's alone

        RaceInner(CoreSubscriber<? super Integer> actual, List<Mirai<?>> mirais) {
            super(actual, mirais.get(0).publisher());
            watchers = IntStream.range(0, mirais.size())
                    .mapToObj(index -> new Watcher(index, mirais.get(index), this))
                    .toList();
        }

        void begin() {
            watchers.forEach(Watcher::join);
            if (over) {
                // T1: join(0) · · · · · · · · · · · · join(1)   over is true
                // T2:          over = true, leave all
                leave();
            }
        }

        void end(int index) {
            if (winner.compareAndSet(OPEN, index)) {
                signal();
            }
        }

        private void leave() {
            over = true;
            watchers.forEach(Watcher::leave);
        }

        @Override
        boolean peek() {
            return !told && winner.get() != OPEN;
        }

        @Override
        Integer take() {
            told = true;
            return winner.get();
        }

        @Override
        boolean isOver() {
            return told;
        }

        @Override
        @Nullable
        Throwable failure() {
            return null;
        }

        @Override
        void onEnd() {
            leave();
        }

        @Override
        void onCancel() {
            leave();
        }
    }

    private record Watcher(int index, Mirai<?> mirai, RaceInner race) implements View {

        void join() {
            if (!mirai.join(this)) {
                race.end(index);
            }
        }

        void leave() {
            mirai.leave(this, false);
        }

        @Override
        public boolean counts() {
            return false;
        }

        @Override
        public void onResolved() {
            race.end(index);
        }
    }
}
