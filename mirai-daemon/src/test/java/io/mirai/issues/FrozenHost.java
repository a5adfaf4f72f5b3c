package io.mirai.issues;

import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.Mirai;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A host that waits for a task, which waits for a file. */
final class FrozenHost {

    private FrozenHost() {}

    public static void main(String[] args) {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Integer> task = begin(daemons, args[0]);
            System.out.println("begun");
            System.out.println("on instance " + task.collect() + ", the next on instance "
                    + daemons.mirai(() -> DaemonContext.current().instance()).collect());
        }
    }

    /** A task that ends, with the instance of its daemon, when the directory has a file {@code go}. */
    static Mirai<Integer> begin(Daemons daemons, String directory) {
        Mirai<Integer> task = daemons.mirai(() -> {
            Files.createFile(Path.of(directory, "begun"));
            awaitFile(Path.of(directory, "go"));
            return DaemonContext.current().instance();
        });
        awaitFile(Path.of(directory, "begun"));
        return task;
    }

    private static void awaitFile(Path file) {
        await().atMost(Duration.ofSeconds(400))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(file));
    }
}
