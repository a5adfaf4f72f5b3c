package io.mirai.bench.floor;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import io.mirai.bench.contender.FutureAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The floor of what rsocket-java allows: the same exchanges without tasks, two JVMs, a Unix socket. It names no class of a library, so
 * that these are loaded by the start, as ours are.
 */
public final class Bare implements Contender {

    private static final Set<String> WORKLOADS = Set.of("W1", "W2", "W3", "W4", "W10");

    private @Nullable BareHost started;

    /** Makes one that has not started. */
    public Bare() {}

    @Override
    public String name() {
        return "bare rsocket-java";
    }

    @Override
    public String about() {
        return "64 bytes by request-response, answered from a worker thread; all requests at once where a workload has many (by map"
                + " 1,024 at a time), to the workers in turn; large values as a request-stream of 256 KiB chunks; workers with the"
                + " flags of our daemons, and with a class-data archive of their own unless caches are cold";
    }

    @Override
    public boolean canDo(String workload) {
        return WORKLOADS.contains(workload);
    }

    @Override
    public void start(int daemons) throws Exception {
        Path archive = archive();
        start(daemons, Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of());
    }

    private void start(int daemons, List<String> flags) throws Exception {
        BareHost host = new BareHost();
        started = host;
        host.start(daemons, flags);
    }

    private static Path archive() {
        return Path.of(System.getenv("XDG_CACHE_HOME"), "bare.jsa");
    }

    private BareHost host() {
        return Objects.requireNonNull(started);
    }

    @Override
    public Answer<Integer> increment(int x) {
        return new FutureAnswer<>(host().increment(x));
    }

    @Override
    public Answer<Long> pid() {
        return new FutureAnswer<>(host().pid());
    }

    @Override
    public List<Integer> incrementAll(List<Integer> numbers) {
        return host().incrementAll(numbers);
    }

    @Override
    public RoundTrip thereAndBack(int bytes) {
        byte[] value = new byte[bytes];
        value[bytes - 1] = 42;
        return () -> {
            byte[] back = host().thereAndBack(value);
            if (back.length != bytes || back[bytes - 1] != 42) {
                throw new IllegalStateException("something else came back");
            }
        };
    }

    /** Has a worker write the archive of its classes when it exits. */
    @Override
    public void fillCaches() throws Exception {
        start(1, List.of("-XX:ArchiveClassesAtExit=" + archive()));
        increment(1).await();
        host().awaitExits();
    }

    @Override
    public void close() throws IOException {
        if (started != null) {
            started.close();
        }
    }
}
