package io.mirai;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
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
        } else {
            Mono.<Integer>create(this::watch).subscribe(actual);
        }
    }

    private void watch(MonoSink<Integer> sink) {
        AtomicBoolean won = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        List<Watcher> watchers = IntStream.range(0, mirais.size())
                .mapToObj(i -> new Watcher(i, mirais.get(i), won, sink))
                .toList();
        sink.onDispose(() -> {
            over.set(true);
            watchers.forEach(Watcher::leave);
        });
        watchers.forEach(Watcher::join);
        if (over.get()) {
            // T1: join(0) · · · · · · · · · · · · join(1)   over is true
            // T2:          over = true, leave all
            watchers.forEach(Watcher::leave);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    private record Watcher(int index, Mirai<?> mirai, AtomicBoolean won, MonoSink<Integer> sink) implements View {

        void join() {
            if (!mirai.join(this)) {
                onOutcome(mirai.data());
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
        public void onOutcome(Outcome<?> outcome) {
            if (won.compareAndSet(false, true)) {
                mirai.publish(() -> sink.success(index));
            }
        }
    }
}
