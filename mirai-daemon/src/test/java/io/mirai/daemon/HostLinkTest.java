package io.mirai.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.HostGone;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.Token;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The link of a persistent daemon. */
class HostLinkTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Host host = new Host();
    private final DaemonListener listener =
            Objects.requireNonNull(DaemonListener.bind(LinkAddress.parse("tcp://127.0.0.1:0"), host, host)
                    .block(LIMIT));

    @AfterEach
    void close() {
        listener.close().block(LIMIT);
    }

    private HostLink link(Consumer<HostConnection> onAdmission) {
        DaemonSpec persistent = DaemonSpec.DEFAULT.withHostGone(new HostGone(AutoExit.PERSIST, ""));
        return new HostLink(
                DaemonConfig.ofCommand(
                        listener.address(), listener.secret(host.token), null, Setup.ANY_SLOT, persistent),
                new NoTasks(),
                onAdmission);
    }

    /** A setup task may fail on each admission. */
    @Test
    void linksThatEndAtOnce_areNotFollowedByTheNextAtOnce() {
        HostLink link = link(admitted -> host.end());
        long begin = System.nanoTime();
        link.serve();
        for (int i = 0; i < 4; i++) {
            link.serveAgain();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(50 + 100 + 200 + 400));
    }

    @Test
    void whoIsToLeave_dialsNoMore_andStaysUntilItsTasksHaveEnded() throws Exception {
        HostLink link = link(admitted -> {});
        link.announce(Departure.WALL_TIME);
        CompletableFuture<String> serving = CompletableFuture.supplyAsync(link::serve);
        for (int i = 0; i < 3; i++) { // others that come later get in
            HostConnection.dial(
                            listener.address(),
                            Setup.ofThisProcess(1, Setup.ANY_SLOT, 0),
                            listener.secret(host.token),
                            new NoTasks())
                    .block(LIMIT);
        }
        assertThat(serving).isNotDone();
        assertThat(host.links).hasSize(3);
        link.leave();
        assertThat(serving.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }

    private static final class NoTasks implements TaskHandler {

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {}

        @Override
        public void onStop(long taskId, boolean mayInterruptIfRunning) {}
    }

    /** Admits each daemon. */
    private static final class Host implements Admission, ClassSource {

        final Token token = Token.random();
        final LinkedBlockingQueue<DaemonLink> links = new LinkedBlockingQueue<>();

        void end() {
            Objects.requireNonNull(links.poll()).close();
        }

        @Override
        public Token expect(Setup setup) {
            return token;
        }

        @Override
        public void onConnected(DaemonLink link) {
            links.add(link);
            link.admit(0, 1);
        }

        @Override
        public void onDraining(DaemonLink link, Departure reason) {}

        @Override
        public void onClosed(DaemonLink link) {}

        @Override
        public byte @Nullable [] shape(int number) {
            return null;
        }

        @Override
        public byte @Nullable [] classFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] services(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return null;
        }
    }
}
