package io.mirai.bench.floor;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import io.mirai.bench.contender.FutureAnswer;
import io.rsocket.RSocket;
import io.rsocket.util.DefaultPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The floor of what rsocket-java allows: the same exchanges without tasks, two JVMs, a Unix socket. */
public final class Bare implements Contender {

    private static final int IN_FLIGHT = 1_024;

    private @Nullable BareHost host;
    private List<RSocket> workers = List.of();
    private int next;

    /** Makes one that has not started. */
    public Bare() {}

    @Override
    public String name() {
        return "bare rsocket-java";
    }

    @Override
    public String about() {
        return "64 bytes by request-response, answered from a worker thread; all requests at once where a workload has many (by map 1,024 at a time), to"
                + " the workers in turn; large values as a request-stream of 256 KiB chunks; workers with the flags of our daemons,"
                + " and with a class-data archive of their own unless caches are cold";
    }

    @Override
    public void start(int daemons) throws Exception {
        Path archive = archive();
        start(daemons, Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of());
    }

    private void start(int daemons, List<String> flags) throws Exception {
        BareHost started = new BareHost();
        host = started;
        workers = started.start(daemons, flags);
    }

    private static Path archive() {
        return Path.of(System.getenv("XDG_CACHE_HOME"), "bare.jsa");
    }

    private Mono<Long> ask(char kind, int number) {
        RSocket worker = workers.get(next++ % workers.size());
        return worker.requestResponse(new Message(kind, number).toPayload())
                .map(answer -> Message.read(answer).number());
    }

    @Override
    public Answer<Integer> increment(int x) {
        return new FutureAnswer<>(ask(Message.INCREMENT, x).map(Long::intValue).toFuture());
    }

    @Override
    public Answer<Long> pid() {
        return new FutureAnswer<>(ask(Message.PID, 0).toFuture());
    }

    @Override
    public List<Integer> incrementAll(List<Integer> numbers) {
        return Objects.requireNonNull(Flux.fromIterable(numbers)
                .flatMapSequential(number -> ask(Message.INCREMENT, number), IN_FLIGHT)
                .map(Long::intValue)
                .collectList()
                .block());
    }

    @Override
    public RoundTrip thereAndBack(int bytes) {
        byte[] value = new byte[bytes];
        value[bytes - 1] = 42;
        Objects.requireNonNull(host).offer(value);
        return () -> {
            ask(Message.FETCH, bytes).block();
            Mono<byte[]> fetching = Chunks.gather(workers.get(0).requestStream(DefaultPayload.create("")), bytes);
            byte[] back = Objects.requireNonNull(fetching.block());
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
        workers.forEach(RSocket::dispose);
        Objects.requireNonNull(host).awaitExits();
    }

    @Override
    public void close() throws IOException {
        if (host != null) {
            host.close();
        }
    }
}
