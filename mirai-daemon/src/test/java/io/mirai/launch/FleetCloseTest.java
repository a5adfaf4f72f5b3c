package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Fleet;
import io.mirai.spi.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetCloseTest {

    private static final Duration TEN_TIMES_THE_PROMISE = Duration.ofSeconds(10);

    @Test
    void close_leavesNothing() throws Exception {
        TestFleet daemons = TestFleet.open();
        Path directory = daemons.directory();
        Link busy = daemons.launch(0);
        daemons.launch(1);
        daemons.process(busy);
        daemons.call(busy, () -> new ProcessBuilder("sleep", "600").start().pid());
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
        TestFleet.Sent running = daemons.send(busy, () -> {
            Thread.sleep(Long.MAX_VALUE);
            return 1;
        });

        long begin = System.nanoTime();
        daemons.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TEN_TIMES_THE_PROMISE);
        daemons.close();

        assertThat(directory).doesNotExist();
        assertThat(daemons.ends).hasSize(2);
        assertThat(running.reply).isNotDone();
        await().atMost(TestFleet.DEADLINE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(TestFleet.DEADLINE).until(() -> ourThreads().findAny().isEmpty());
    }

    @Test
    void close_whileItBeginsToListen_closesThatToo() throws Exception {
        TestFleet open = TestFleet.open();
        for (int i = 0; i < 20; i++) {
            Fleet fleet = new RSocketBackend().fleet(TestFleet.spec("begins", 1), open);
            CompletableFuture<Void> listening = fleet.listen().toFuture();
            // In the first round before anything has begun, later while the door opens.
            Thread.sleep(i);
            fleet.close().block(TestFleet.DEADLINE);
            assertThat(listening).isDone();
        }
        open.close();
        await().atMost(TestFleet.DEADLINE).until(() -> ourThreads().findAny().isEmpty());
    }

    @Test
    void listen_afterTheClose_fails() {
        try (TestFleet open = TestFleet.open()) {
            Fleet fleet = new RSocketBackend().fleet(TestFleet.spec("closed", 1), open);
            fleet.close().block(TestFleet.DEADLINE);
            assertThat(fleet.listen().toFuture())
                    .failsWithin(TestFleet.DEADLINE)
                    .withThrowableThat()
                    .withCauseInstanceOf(IOException.class);
            assertThat(fleet.url()).isEmpty();
        }
    }

    @Test
    void close_whileDaemonsStart_leavesNoOrphan() throws Exception {
        for (int i = 0; i < 5; i++) {
            TestFleet daemons = TestFleet.open();
            for (int slot = 0; slot < 3; slot++) {
                daemons.begin(slot);
            }
            // In the first rounds before any process is there, in the last ones after.
            Thread.sleep(i * 60L);
            daemons.close();
            assertThat(daemons.directory()).doesNotExist();
            assertThat(daemons.failures.size() + daemons.links.size()).isEqualTo(3);
            assertThat(daemons.ends).hasSameSizeAs(daemons.links);
        }
        await().atMost(TestFleet.DEADLINE)
                .until(() -> ProcessHandle.current().children().findAny().isEmpty());
    }

    @Test
    void launch_afterTheClose_startsNothing() throws Exception {
        TestFleet daemons = TestFleet.open();
        daemons.close();
        daemons.begin(4);
        assertThat(daemons.next(daemons.failures).slot()).isEqualTo(4);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static Stream<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mirai"));
    }
}
