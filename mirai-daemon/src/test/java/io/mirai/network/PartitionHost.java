package io.mirai.network;

import static org.awaitility.Awaitility.await;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import io.mirai.TaskOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A host that prints lines for two daemons, then how each of its tasks ends, and then that the daemons are there. */
final class PartitionHost {

    static final int TASKS = 4;
    static final int FIRST_RETRIED = 2;
    static final int RETRIES = 4;
    static final List<Integer> END_MEANWHILE = List.of(0, 2);

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final DaemonOptions PERSISTENT =
            DaemonOptions.none().threads(2).autoExit(AutoExit.PERSIST);

    private PartitionHost() {}

    public static void main(String[] args) throws Exception {
        String directory = args[1];
        try (Daemons daemons = Daemons.builder()
                .url("tls+tcp://" + args[0] + ":0")
                .keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(3))
                .start()) {
            daemons.launchCommands(2, PERSISTENT).forEach(System.out::println);
            await().atMost(DEADLINE).until(() -> daemons.status().connections() == 2);
            for (int task = 0; task < TASKS; task++) {
                int number = task;
                Mirai<Integer> running = daemons.mirai(
                        () -> HeldTask.run(directory, number),
                        TaskOptions.none().retry(number >= FIRST_RETRIED ? RETRIES : 0));
                running.subscribe(
                        attempt -> System.out.println(number + " value " + attempt),
                        error -> System.out.println(number + " " + name(error)));
            }
            await().atMost(DEADLINE).until(() -> daemons.status().executing() == TASKS);
            await().atMost(DEADLINE)
                    .until(() -> daemons.status().executing() == 0
                            && daemons.status().connections() == 2);
            for (int node = 0; node < 2; node++) {
                Objects.requireNonNull(daemons.cluster().on(node, () -> 1).block(DEADLINE));
            }
            System.out.println("2 daemons are back");
            System.in.read(); // until it is killed
        }
    }

    private static String name(Throwable error) {
        return error instanceof MiraiReset ? "reset" : error.toString();
    }
}
