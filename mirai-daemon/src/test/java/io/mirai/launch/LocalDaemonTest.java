package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.MiraiReset.Started;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.LaunchingHost;
import io.mirai.launch.jvm.JvmCommand;
import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.Departure;
import io.mirai.spi.FleetListener;
import io.mirai.spi.HostGone;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDaemonTest {

    private static final long LIMIT_MILLIS = 60_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final Heard heard = new Heard();

    @AfterEach
    void shutDown() {
        // As a fleet's own: the end of a process may be told after the end of all.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.shutdownNow();
    }

    @Test
    void launch_thatThrowsWhatNobodyExpects_isAFailureToldOnce() throws IOException {
        LocalDaemon daemon = daemon(List.of(), () -> {});
        daemon.launch(executor, LIMIT_MILLIS);
        daemon.close(new ProcessTree());
        assertThat(heard.failures).singleElement().asString().contains("cannot start", "IndexOutOfBounds");
        assertThat(heard.ends).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // the connection is only handed on
    void end_thatThrowsWhatNobodyExpects_isToldOnce() throws IOException {
        LocalDaemon daemon = daemon(List.of("sleep", "600"), () -> {
            throw new LinkageError("boom");
        });
        daemon.launch(executor, LIMIT_MILLIS);
        assertThat(daemon.tryConnect(new LocalLink(null, 1, () -> {}))).isTrue();
        assertThat(daemon.end()).isTrue();
        assertThat(daemon.end()).isFalse();
        assertThat(heard.failures).isEmpty();
        assertThat(heard.ends).singleElement().satisfies(end -> {
            assertThat(end.died()).isFalse();
            assertThat(end.lastWords()).contains("boom");
            assertThat(end.traces().started(0, 1)).isEqualTo(Started.UNKNOWN);
        });
    }

    private LocalDaemon daemon(List<String> command, Runnable forget) throws IOException {
        FleetDirectory home = FleetDirectory.createBelow(null, scratch);
        FleetDirectory.DaemonFiles files = home.daemon(0, 1);
        DaemonConfig config = new DaemonConfig(
                new LinkAddress.Unix(home.socket()),
                Secret.of(Token.random()),
                null,
                0,
                1,
                1,
                false,
                DaemonLimits.NONE,
                Cleanup.DEFAULT,
                HostGone.DEFAULT,
                new LaunchingHost(
                        home.path(),
                        ProcessHandle.current().pid(),
                        home.lock(),
                        home.session(),
                        files.ledger(),
                        files.words()));
        return new LocalDaemon(config, new JvmCommand(command, "", false), files, heard, forget);
    }

    private static final class Heard implements FleetListener {

        final List<String> failures = new ArrayList<>();
        final List<LinkEnd> ends = new ArrayList<>();

        @Override
        public void onLink(Link link) {
            throw new AssertionError("nobody dials in");
        }

        @Override
        public void onDraining(Link link, Departure reason) {
            throw new AssertionError("nobody dials in");
        }

        @Override
        public void onLinkEnd(Link link, LinkEnd end) {
            ends.add(end);
        }

        @Override
        public void onLaunchFailure(int slot, String message) {
            failures.add(message);
        }
    }
}
