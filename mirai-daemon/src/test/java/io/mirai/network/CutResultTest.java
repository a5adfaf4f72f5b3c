package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import io.mirai.TaskOptions;
import io.mirai.testing.EffectLedger;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results that were on their way when the link broke: each task ends once, whatever of its result had come. */
class CutResultTest {

    private static final int ROUNDS = 12;
    private static final int BYTES = 3_000_000;
    private static final int RETRIES = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    @Timeout(300)
    void cutResult_endsAsLostOrIsTriedAgain_neverBoth() throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextLong());
        System.out.println("cut results, seed " + seed);
        Random random = new Random(seed);
        String ledger = scratch.resolve("ledger").toString();
        List<AtomicInteger> signals = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        try (Daemons daemons =
                        Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start();
                Relay relay = Relay.beside(daemons.status().url(), Long.MAX_VALUE, Duration.ZERO);
                PastedDaemon daemon = PastedDaemon.paste(relay.through(
                        daemons.launchCommands(1, DaemonOptions.none().autoExit(AutoExit.PERSIST))
                                .get(0)))) {
            for (int round = 0; round < ROUNDS; round++) {
                int number = round;
                assertThat(daemons.mirai(() -> 1, TaskOptions.none().retry(RETRIES))
                                .block(DialInTest.DEADLINE))
                        .isEqualTo(1);
                relay.toListener().cutAfter(1 + random.nextInt(BYTES * 11 / 10));
                Mirai<byte[]> task = daemons.mirai(
                        () -> large(ledger, number), TaskOptions.none().retry(retries(number)));
                AtomicInteger signalled = new AtomicInteger();
                signals.add(signalled);
                task.subscribe(value -> signalled.incrementAndGet(), error -> signalled.incrementAndGet());
                ends.add(end(task));
            }
            assertThat(daemon.isAlive()).isTrue();
        }
        assertThat(signals).allMatch(count -> count.get() == 1);
        compare(ends);
    }

    private static int retries(int number) {
        return number % 2 * RETRIES;
    }

    /** Runs on a daemon. */
    private static byte[] large(String ledger, int number) throws IOException {
        int attempt = DaemonContext.current().attempt();
        EffectLedger.append(ledger, number, attempt);
        byte[] value = new byte[BYTES];
        Arrays.fill(value, (byte) attempt);
        return value;
    }

    private static String end(Mirai<byte[]> task) {
        byte[] value;
        try {
            value = task.block(DialInTest.DEADLINE);
        } catch (MiraiReset reset) {
            assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.LINK_LOST);
            assertThat(reset).hasMessageNotContaining("null");
            return "reset";
        }
        byte[] whole = new byte[BYTES];
        Arrays.fill(whole, value[0]);
        assertThat(value).isEqualTo(whole);
        return "value " + value[0];
    }

    private void compare(List<String> ends) throws IOException {
        Map<Integer, List<Integer>> ledger = EffectLedger.attempts(scratch.resolve("ledger"));
        Map<String, Integer> counts = new TreeMap<>();
        for (int number = 0; number < ROUNDS; number++) {
            List<Integer> attempts = ledger.getOrDefault(number, List.of());
            String end = ends.get(number);
            counts.merge(end, 1, Integer::sum);
            assertThat(attempts)
                    .as("attempts of task %d, which ended as %s", number, end)
                    .doesNotHaveDuplicates();
            if (retries(number) == 0) {
                assertThat(end).as("task %d", number).isIn("value 1", "reset");
                assertThat(attempts.size()).as("runs of task %d", number).isLessThanOrEqualTo(1);
            } else {
                assertThat(end).as("task %d", number).isEqualTo("value " + attempts.get(attempts.size() - 1));
            }
        }
        System.out.println("of results that were cut: " + counts);
        assertThat(counts).containsKeys("reset", "value 2");
    }
}
