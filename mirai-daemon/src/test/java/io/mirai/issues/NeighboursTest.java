package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiTimeout;
import io.mirai.Outcome;
import io.mirai.TaskOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks at once in one daemon: what ends the one never touches the other. */
@Timeout(120)
class NeighboursTest {

    @TempDir
    Path directory;

    private Daemons daemons;

    @BeforeEach
    void open() {
        daemons = Daemons.builder().n(1).daemon(DaemonOptions.none().threads(2)).start();
    }

    @AfterEach
    void close() {
        daemons.close();
    }

    @Test
    void stop_ofATaskThatWillNotEnd_waitsForItsNeighbour() {
        String begun = file("begun");
        String go = file("go");
        Mirai<Object> deaf = daemons.mirai(() -> spin(begun));
        String there = file("there");
        Mirai<Integer> neighbour = daemons.mirai(() -> {
            touch(there);
            awaitFile(go);
            return DaemonContext.current().instance();
        });
        awaitFile(begun);
        awaitFile(there);
        deaf.stop();
        // It gets no more tasks once the grace is over; the next one runs when the neighbour has ended.
        Mirai<Integer> next = daemons.mirai(
                () -> DaemonContext.current().instance(), TaskOptions.none().name("next"));
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(30)).until(neighbour::unresolved);
        assertThat(next.unresolved()).as("no seat for it").isTrue();
        touch(go);
        assertThat(neighbour.collect()).isEqualTo(1);
        assertThat(next.collect()).isEqualTo(2);
    }

    @Test
    void timeout_ofOneTask_isNotThatOfItsNeighbour() {
        String there = file("there");
        String go = file("go");
        Mirai<String> neighbour = daemons.mirai(() -> {
            touch(there);
            awaitFile(go);
            return "not interrupted, daemon " + DaemonContext.current().instance();
        });
        awaitFile(there);
        String begun = file("begun");
        Mirai<Object> slow = daemons.mirai(
                () -> {
                    touch(begun);
                    Thread.sleep(Long.MAX_VALUE);
                    return null;
                },
                TaskOptions.none().timeout(Duration.ofSeconds(3)));
        Outcome<Object> outcome = slow.call().data();
        assertThat(((Outcome.Failure<Object>) outcome).error()).isInstanceOf(MiraiTimeout.class);
        assertThat(Path.of(begun)).as("it was cut short").exists();
        assertThat(daemons.mirai(() -> 1).collect()).as("in the freed seat").isEqualTo(1);
        touch(go);
        assertThat(neighbour.collect()).isEqualTo("not interrupted, daemon 1");
    }

    @Test
    void interrupts_reachOnlyTheTaskThatIsStopped() {
        String there = file("there");
        String go = file("go");
        Mirai<Integer> neighbour = daemons.mirai(() -> {
            touch(there);
            int interrupts = 0;
            while (!Files.exists(Path.of(go))) {
                try {
                    Thread.sleep(1);
                } catch (InterruptedException e) {
                    interrupts++;
                }
            }
            return interrupts;
        });
        awaitFile(there);
        for (int i = 0; i < 300; i++) {
            Mirai<Integer> stopped = daemons.mirai(NeighboursTest::work);
            if (i % 3 == 0) {
                awaitSent();
            }
            stopped.stop();
            assertThat(daemons.mirai(() -> Thread.interrupted() ? -1 : 1).collect())
                    .as("the next task, in the seat of the stopped one")
                    .isEqualTo(1);
        }
        touch(go);
        assertThat(neighbour.collect()).isZero();
        assertThat(daemons.status().daemons().get(0).instance()).isEqualTo(1);
    }

    private void awaitSent() {
        await().atMost(Duration.ofSeconds(30)).until(() -> daemons.status().executing() == 2);
    }

    // ---- Helpers; those that daemons call are static ----

    private static int work() throws Exception {
        Thread.sleep(60_000);
        return 0;
    }

    private static Object spin(String begun) {
        touch(begun);
        while (true) {
            Thread.onSpinWait();
        }
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static void touch(String file) {
        try {
            Files.createFile(Path.of(file));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitFile(String file) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(Path.of(file)));
    }
}
