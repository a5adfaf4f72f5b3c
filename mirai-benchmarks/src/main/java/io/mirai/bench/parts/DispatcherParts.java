package io.mirai.bench.parts;

import io.mirai.Outcome;
import io.mirai.bench.memory.MemoryProfile;
import io.mirai.promise.Promise;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the dispatcher costs, whose two daemons are in memory and answer at once. */
@State(Scope.Thread)
public class DispatcherParts {

    private static final int BURST = 1_000;

    private final MemoryProfile profile = MemoryProfile.answering(2);
    private int x = 41;

    /** Ends the profile. */
    @TearDown
    public void close() {
        profile.dispatcher().close();
    }

    /** Submits a task and waits for its value. */
    @Benchmark
    public Outcome<Integer> dispatchOne() {
        Promise<Integer> promise = profile.submit(x);
        Promise.awaitAll(List.of(promise), "the benchmark");
        return promise.data();
    }

    /** Submits many tasks and waits for all values. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public List<Promise<Integer>> dispatchBurst() {
        List<Promise<Integer>> promises = new ArrayList<>(BURST);
        for (int i = 0; i < BURST; i++) {
            promises.add(profile.submit(i));
        }
        Promise.awaitAll(promises, "the benchmark");
        return promises;
    }
}
