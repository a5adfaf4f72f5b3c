package io.mirai.bench.contender;

import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.bench.jvm.PastedDaemons;
import io.mirai.testing.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Mirai, with defaults only. */
public final class Ours implements Contender {

    /** How long a first use lasts: caches are filled in the background. */
    private static final long FIRST_USE_SECONDS = 20;

    private @Nullable Daemons started;

    /** Makes one that has not started. */
    public Ours() {}

    @Override
    public String name() {
        return "mirai";
    }

    @Override
    public String about() {
        return "Daemons.local(n), defaults only";
    }

    @Override
    public void start(int daemons) {
        started = Daemons.local(daemons);
    }

    private Daemons daemons() {
        return Objects.requireNonNull(started);
    }

    @Override
    public <T> Answer<T> submit(Task<T> task) {
        return new MiraiAnswer<>(daemons().mirai(task));
    }

    @Override
    public <A, R> List<R> map(List<A> elements, TaskFunction<A, R> function) {
        return daemons().map(elements, function).collect();
    }

    @Override
    public double[] mapCapturing(byte[] captured, int elements) throws Exception {
        Path socket = Files.createTempDirectory("capture").resolve("s");
        List<Integer> indexes = IntStream.range(0, elements).boxed().toList();
        try (Daemons daemons = Daemons.builder().url("unix://" + socket).start();
                Relay relay = Relay.inFrontOf(socket, Long.MAX_VALUE);
                PastedDaemons pasted = PastedDaemons.of(daemons, 2, line -> line)) {
            pasted.awaitAll();
            List<Byte> back = daemons.map(indexes, i -> captured[i]).collect();
            for (int i : indexes) {
                if (!Objects.equals(back.get(i), captured[i])) {
                    throw new IllegalStateException("something else came");
                }
            }
            return new double[] {relay.toDialler().bytes(), relay.toListener().bytes()};
        }
    }

    @Override
    public void fillCaches() throws Exception {
        start(2);
        pid().await();
        TimeUnit.SECONDS.sleep(FIRST_USE_SECONDS);
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }

    private record MiraiAnswer<T>(Mirai<T> mirai) implements Answer<T> {

        @Override
        public T await() {
            return Objects.requireNonNull(mirai.collect());
        }

        @Override
        public T await(Duration limit) throws Exception {
            return mirai.toFuture().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void stop() {
            mirai.stop();
        }
    }
}
