package io.mirai.bench.floor;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import io.mirai.bench.contender.Unable;
import io.mirai.bench.jvm.Jvm;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The floor of what the machine allows: a blocking Unix socket between two JVMs. One question at a time. */
public final class Raw implements Contender {

    private static final Set<String> WORKLOADS = Set.of("W1", "W3");

    private @Nullable Process process;
    private @Nullable RawChannel worker;

    /** Makes one that has not started. */
    public Raw() {}

    @Override
    public String name() {
        return "raw socket";
    }

    @Override
    public String about() {
        return "a blocking Unix socket between two JVMs, 64 bytes or the value itself, answered on the thread that reads";
    }

    @Override
    public boolean canDo(String workload) {
        return WORKLOADS.contains(workload);
    }

    @Override
    public void start(int daemons) throws Exception {
        if (daemons != 1) {
            throw new Unable(this);
        }
        Path directory = Files.createTempDirectory("raw");
        Path path = directory.resolve("s");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            process = Jvm.daemonLike(1, RawWorker.class, path.toString()).start();
            worker = new RawChannel(listener.accept());
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    private RawChannel worker() {
        return Objects.requireNonNull(worker);
    }

    /** Waits for the answer at once, since there is no other thread that could read it. */
    private long ask(char kind, long number) {
        try {
            worker().write(new Message(kind, number));
            return worker().readMessage().number();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Answer<Integer> increment(int x) {
        return new Here<>((int) ask(Message.INCREMENT, x));
    }

    @Override
    public Answer<Long> pid() {
        return new Here<>(ask(Message.PID, 0));
    }

    @Override
    public RoundTrip thereAndBack(int bytes) {
        byte[] value = new byte[bytes];
        value[bytes - 1] = 42;
        return () -> {
            worker().write(new Message(Message.FETCH, bytes));
            worker().write(value);
            byte[] back = worker().read(bytes);
            if (back[bytes - 1] != 42) {
                throw new IllegalStateException("something else came back");
            }
        };
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private record Here<T>(T value) implements Answer<T> {

        @Override
        public T await() {
            return value;
        }

        @Override
        public T await(Duration limit) {
            return value;
        }

        @Override
        public void stop() {}
    }
}
