package io.mirai.bench.parts;

import io.mirai.Daemons;
import io.mirai.Outcome;
import io.mirai.dispatch.TaskLabel;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.scheduler.Schedulers;

/** What the life of a mirai costs. */
@State(Scope.Thread)
public class MiraiParts {

    private final Daemons here = Daemons.builder().sync(true).start();
    private final OutcomePublisher publisher = OutcomePublisher.on(Schedulers.parallel());
    private final TaskLabel label = TaskLabel.of(1, "", 1);
    private int x = 41;

    /** Closes the profile. */
    @TearDown
    public void close() {
        here.close();
    }

    /** Makes a promise, resolves it and reads its outcome. */
    @Benchmark
    public Outcome<Integer> promise() {
        Promise<Integer> promise = new Promise<>(label, publisher, () -> {});
        promise.tryResolve(new Outcome.Value<>(x));
        return promise.data();
    }

    /** Runs a small task from the call to its value without a daemon: it is carried over all the same. */
    @Benchmark
    public @Nullable Integer miraiOnThisThread() {
        int captured = x;
        return here.mirai(() -> captured + 1).collect();
    }
}
