package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import io.mirai.TaskOptions;
import io.mirai.testing.EffectLedger;
import io.mirai.testing.PastedDaemon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps run while daemons join and leave. */
class ChurnTest {

    private static final int TIMES = 20;
    private static final int ELEMENTS = 200;
    private static final int RETRIES = 5;
    private static final int THREADS = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private final List<Outcome<Integer>> outcomes = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(400)
    void daemonsThatComeAndGo_runEachElementOnce(boolean kills) throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextLong());
        System.out.println("daemons come and go, " + (kills ? "some are killed" : "none is killed") + ", seed " + seed);
        String ledger = scratch.resolve("ledger").toString();
        int killed;
        try (Daemons daemons = Daemons.builder().url("tls+tcp://127.0.0.1:0").start();
                Churn churn = new Churn(
                        daemons,
                        daemons.launchCommands(1, DaemonOptions.none().threads(THREADS))
                                .get(0),
                        new Random(seed),
                        kills)) {
            CompletableFuture<Void> churning = CompletableFuture.runAsync(() -> run(churn));
            do {
                map(daemons, ledger);
            } while (!churning.isDone());
            churning.get();
            killed = churn.killed();
            for (PastedDaemon leaver : churn.leavers()) {
                assertThat(leaver.awaitExit()).as(leaver.said()).isIn(128 + 9, 128 + 15);
            }
        }
        compare(killed);
    }

    private static void run(Churn churn) {
        try {
            churn.run(TIMES);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every second one may be tried again, and so is sent ahead of its time. */
    private void map(Daemons daemons, String ledger) {
        int first = outcomes.size();
        List<Integer> numbers = IntStream.range(first, first + ELEMENTS).boxed().toList();
        outcomes.addAll(daemons.map(
                        numbers,
                        number -> element(ledger, number),
                        MapOptions.none().task(TaskOptions.none().retry(retries(first))))
                .collectOutcomes());
    }

    private static int retries(int number) {
        return number / ELEMENTS % 2 * RETRIES;
    }

    /** Runs on a daemon. */
    private static int element(String ledger, int number) throws IOException, InterruptedException {
        int attempt = DaemonContext.current().attempt();
        EffectLedger.append(ledger, number, attempt);
        TimeUnit.MILLISECONDS.sleep(number % 20);
        return attempt;
    }

    private void compare(int killed) throws IOException {
        Map<Integer, List<Integer>> ledger = EffectLedger.attempts(scratch.resolve("ledger"));
        Map<String, Integer> counts = new TreeMap<>();
        for (int number = 0; number < outcomes.size(); number++) {
            List<Integer> attempts = ledger.getOrDefault(number, List.of());
            assertThat(attempts).as("attempts of element %d", number).doesNotHaveDuplicates();
            if (outcomes.get(number) instanceof Outcome.Value<Integer> value) {
                counts.merge(attempts.size() == 1 ? "once" : "again", 1, Integer::sum);
                assertThat(attempts).as("attempts of element %d", number).endsWith(value.value());
                assertThat(attempts.size()).isLessThanOrEqualTo(1 + retries(number));
            } else {
                counts.merge("reset", 1, Integer::sum);
                assertThat(((Outcome.Failure<Integer>) outcomes.get(number)).error())
                        .as("element %d", number)
                        .isInstanceOf(MiraiReset.class);
                assertThat(retries(number)).isZero();
                assertThat(attempts.size()).isLessThanOrEqualTo(1);
            }
        }
        System.out.println(killed + " killed: " + counts);
        assertThat(counts.getOrDefault("reset", 0)).isLessThanOrEqualTo(killed * THREADS);
        if (killed == 0) {
            assertThat(counts).containsOnlyKeys("once");
        }
    }
}
