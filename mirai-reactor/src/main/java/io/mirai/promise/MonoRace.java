package io.mirai.promise;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** Races promises, for {@link Promise#race}: puts a watcher on each, of which the first to hear an outcome answers. */
final class MonoRace extends Mono<Integer> implements Scannable {

    private final List<Promise<?>> promises;

    MonoRace(List<? extends Promise<?>> promises) {
        this.promises = List.copyOf(promises);
    }

    @Override
    public void subscribe(CoreSubscriber<? super Integer> actual) {
        if (promises.isEmpty()) {
            Operators.complete(actual);
            return;
        }
        RaceInner race = new RaceInner(actual, promises);
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
        private boolean told; // only the drain touches it

        RaceInner(CoreSubscriber<? super Integer> actual, List<Promise<?>> promises) {
            super(actual, promises.get(0).publisher());
            watchers = IntStream.range(0, promises.size())
                    .mapToObj(index -> new Watcher(index, promises.get(index), this))
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
        protected boolean peek() {
            return !told && winner.get() != OPEN;
        }

        @Override
        protected Integer take() {
            told = true;
            return winner.get();
        }

        @Override
        protected boolean isOver() {
            return told;
        }

        @Override
        protected @Nullable Throwable failure() {
            return null;
        }

        @Override
        protected void onEnd() {
            leave();
        }

        @Override
        protected void onCancel() {
            leave();
        }
    }

    private record Watcher(int index, Promise<?> promise, RaceInner race) implements View {

        void join() {
            if (!promise.join(this)) {
                race.end(index);
            }
        }

        void leave() {
            promise.leave(this, false);
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
