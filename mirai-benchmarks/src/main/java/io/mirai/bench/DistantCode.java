package io.mirai.bench;

import io.mirai.Task;
import io.mirai.bench.jvm.Jvm;
import io.mirai.bench.jvm.Numbers;
import io.mirai.codec.HostCodec;
import io.mirai.daemon.command.Main;
import io.mirai.launch.shared.HostCode;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.testing.Relay;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it costs that all user code comes over a link with a round trip of 50 ms: the first task of a daemon that needs some
 * 1,400 classes, the next one, and the first of another daemon on the same machine, beside a link without delay.
 */
final class DistantCode implements Admission {

    private static final int BOOKS = 10;
    private static final int PASSES = 5;
    private static final Duration ONE_WAY = Duration.ofMillis(25);

    private final Token token = Token.random();
    private final HostCodec codec =
            new HostCodec(DistantCode.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()));
    private final LinkedBlockingQueue<DaemonLink> links = new LinkedBlockingQueue<>();
    private final AtomicLong tasks = new AtomicLong();

    private DistantCode() {}

    public static void main(String[] args) throws Exception {
        int passes = args.length == 0 ? PASSES : Integer.parseInt(args[0]);
        for (int pass = 1; pass <= passes; pass++) {
            for (Duration oneWay : new Duration[] {Duration.ZERO, ONE_WAY}) {
                Path directory = Files.createTempDirectory("distant");
                measure(pass, oneWay, "first daemon ", directory);
                measure(pass, oneWay, "second daemon", directory);
            }
        }
    }

    private static void measure(int pass, Duration oneWay, String which, Path directory) throws Exception {
        DistantCode host = new DistantCode();
        Path socket = directory.resolve("host");
        Path far = directory.resolve("far");
        DaemonListener listener = Objects.requireNonNull(
                DaemonListener.bind(LinkAddress.parse("unix://" + socket), host, HostCode.ofOwn(host.codec))
                        .block());
        try (Relay relay = new Relay(far, socket, Long.MAX_VALUE, oneWay)) {
            Process daemon = daemon("unix://" + far, listener.secret(host.token).text(), directory);
            DaemonLink link = host.links.take();
            host.millis(link, Application.nothing(BOOKS));
            long before = relay.toDialler().bytes();
            int asked = relay.toListener().requestResponses();
            double first = host.millis(link, Application.search(BOOKS));
            long bytes = relay.toDialler().bytes() - before;
            asked = relay.toListener().requestResponses() - asked;
            double next = host.millis(link, Application.search(BOOKS));
            Numbers.print(
                    "pass %d  round trip %2d ms  %s: first task %,6.0f ms, %,9d bytes, %,4d questions; next %,4.0f ms",
                    pass, 2 * oneWay.toMillis(), which, first, bytes, asked, next);
            link.close();
            daemon.waitFor();
        } finally {
            listener.close().block();
            Files.deleteIfExists(far);
        }
    }

    private static Process daemon(String url, String secret, Path directory) throws IOException {
        ProcessBuilder builder = Jvm.daemonLike(1, Main.class, "daemon", url);
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        Process process = builder.redirectError(Redirect.DISCARD).start();
        try (var in = process.getOutputStream()) {
            in.write(secret.getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    private double millis(DaemonLink link, Task<Integer> task) throws Exception {
        long start = System.nanoTime();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        long id = tasks.incrementAndGet();
        Body body = codec.encodeTask(task, Map.of());
        link.send(new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, body), reply::complete);
        Body value = Objects.requireNonNull(reply.get().body().block());
        double millis = (System.nanoTime() - start) / 1e6;
        if (reply.get().kind() != Reply.Kind.VALUE) {
            throw new IllegalStateException(String.valueOf(codec.decodeFailure(value)));
        }
        if (!Objects.equals(codec.decodeValue(value), BOOKS)) {
            throw new IllegalStateException("something else came");
        }
        return millis;
    }

    @Override
    public Token expect(Setup setup) {
        return token;
    }

    @Override
    public void onConnected(DaemonLink link) {
        link.admit(0, 1);
        links.add(link);
    }

    @Override
    public void onDraining(DaemonLink link, Departure reason) {}

    @Override
    public void onOutput(DaemonLink link, long taskId, boolean error, String line) {
        link.outputTaken();
    }

    @Override
    public void onClosed(DaemonLink link) {}
}
