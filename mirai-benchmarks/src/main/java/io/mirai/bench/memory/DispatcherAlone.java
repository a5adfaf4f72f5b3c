package io.mirai.bench.memory;

import io.mirai.Outcome;
import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import io.mirai.promise.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mirai's dispatcher and promises alone: no codec, no wire, no daemon. */
public final class DispatcherAlone implements Contender {

    private static final Set<String> WORKLOADS = Set.of("W10");

    private @Nullable MemoryProfile profile;

    /** Makes one that has not started. */
    public DispatcherAlone() {}

    @Override
    public String name() {
        return "dispatcher alone";
    }

    @Override
    public String about() {
        return "mirai's dispatcher and promises; the daemons are objects in memory that answer at once";
    }

    @Override
    public boolean canDo(String workload) {
        return WORKLOADS.contains(workload);
    }

    @Override
    public void startInMemory(int daemons) {
        profile = MemoryProfile.answering(daemons);
    }

    @Override
    public Answer<Integer> increment(int x) {
        return new Promised<>(Objects.requireNonNull(profile).submit(x));
    }

    @Override
    public void close() {
        if (profile != null) {
            profile.dispatcher().close();
        }
    }

    private record Promised<T>(Promise<T> promise) implements Answer<T> {

        @Override
        public T await() {
            Promise.awaitAll(List.of(promise), "the benchmark");
            if (promise.data() instanceof Outcome.Value<T> value) {
                return Objects.requireNonNull(value.value());
            }
            throw new IllegalStateException("no value: " + promise);
        }

        @Override
        public T await(Duration limit) {
            return await();
        }

        @Override
        public void stop() {
            promise.stop();
        }
    }
}
