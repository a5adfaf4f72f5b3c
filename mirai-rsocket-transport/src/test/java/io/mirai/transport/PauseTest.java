package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.TaskRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two processes stands still for longer than the lifetime of their link. */
class PauseTest {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LIFETIME = Duration.ofSeconds(2);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void pausedHost_findsItsDaemonsWhenItGoesOn() throws Exception {
        Path socket = scratch.resolve("s");
        Process host = start(Host.class, socket);
        try (BufferedReader said = output(host)) {
            assertThat(said.readLine()).isEqualTo("listening");
            AtomicInteger tasks = new AtomicInteger();
            HostConnection daemon = Pair.await(Pair.dial(
                    new LinkAddress.Unix(socket),
                    Pair.setup(0),
                    new Pair.Echo() {
                        @Override
                        public void onTask(TaskRequest task, TaskExchange exchange) {
                            tasks.incrementAndGet();
                            super.onTask(task, exchange);
                        }
                    },
                    INTERVAL,
                    LIFETIME));
            assertThat(said.readLine()).isEqualTo("connected");
            exchange(host, said);
            for (int pause = 0; pause < 2; pause++) {
                signal(host, "STOP");
                TimeUnit.MILLISECONDS.sleep(2 * LIFETIME.toMillis());
                signal(host, "CONT");
                // For as long as a judge could still hold the pause against the daemon.
                long end = System.nanoTime() + LIFETIME.plus(INTERVAL).toNanos();
                while (System.nanoTime() < end) {
                    exchange(host, said);
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
            assertThat(tasks).hasValueGreaterThan(2);
            DaemonSide.close(daemon);
            assertThat(said.readLine()).isEqualTo("closed");
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void pausedDaemon_isGivenUp() throws Exception {
        try (Pair pair = new Pair()) {
            Process daemon = start(Daemon.class, pair.socket);
            try {
                DaemonLink link = pair.link();
                Pair.await(pair.send(link, Body.EMPTY));
                signal(daemon, "STOP");
                await().atMost(Pair.LIMIT)
                        .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
            } finally {
                daemon.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void idleDaemon_isKeptForManyLifetimes() throws Exception {
        try (Pair pair = new Pair()) {
            Pair.await(Pair.dial(pair.address, Pair.setup(0), new Pair.Echo(), INTERVAL, INTERVAL));
            DaemonLink link = pair.link();
            TimeUnit.MILLISECONDS.sleep(5 * INTERVAL.toMillis());
            Pair.await(pair.send(link, Body.EMPTY));
            assertThat(pair.events.closed).isEmpty();
        }
    }

    private static void exchange(Process host, BufferedReader said) throws IOException {
        host.getOutputStream().write('\n');
        host.getOutputStream().flush();
        assertThat(said.readLine()).isEqualTo("reply");
    }

    private static void signal(Process process, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static Process start(Class<?> program, Path socket) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + Pair.TOKEN_PROPERTY + "=" + Pair.TOKEN.toHex(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        socket.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Sends a task for each line that it reads, and prints what happens. */
    static final class Host {

        private Host() {}

        public static void main(String[] args) throws IOException {
            Pair.Events events = new Pair.Events() {
                @Override
                public void onClosed(DaemonLink link) {
                    System.out.println("closed");
                }
            };
            Pair.await(DaemonListener.bind(new LinkAddress.Unix(Path.of(args[0])), events, Pair.NO_CLASSES));
            System.out.println("listening");
            DaemonLink link = Pair.next(events);
            System.out.println("connected");
            for (long id = 1; System.in.read() >= 0; id++) {
                link.send(
                        new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, Body.EMPTY),
                        reply -> System.out.println(reply.kind() == Reply.Kind.VALUE ? "reply" : "no value"));
            }
            Files.delete(Path.of(args[0]));
        }
    }

    /** Echoes until its standard input ends. */
    static final class Daemon {

        private Daemon() {}

        public static void main(String[] args) throws IOException {
            Pair.await(Pair.dial(
                    new LinkAddress.Unix(Path.of(args[0])), Pair.setup(0), new Pair.Echo(), INTERVAL, LIFETIME));
            while (System.in.read() >= 0) {}
        }
    }
}
