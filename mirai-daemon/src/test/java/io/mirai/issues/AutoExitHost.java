package io.mirai.issues;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.TaskAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A host to be killed, whose daemons are in the middle of tasks and know what to do then. Prints the id of each
 * process, in the order in which they were asked for.
 */
final class AutoExitHost {

    private AutoExitHost() {}

    public static void main(String[] args) throws Exception {
        String scratch = args[0];
        List<DaemonOptions> options = List.of(
                DaemonOptions.none().autoExit(AutoExit.FINISH),
                DaemonOptions.none().autoExit("SIGTERM"),
                DaemonOptions.none().autoExit(AutoExit.PERSIST));
        List<TaskAction> tasks = List.of(
                () -> {
                    while (!Files.exists(Path.of(scratch, "go"))) {
                        TimeUnit.MILLISECONDS.sleep(5);
                    }
                    create(scratch, "finished");
                },
                () -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> create(scratch, "hook")));
                    create(scratch, "hooked");
                    TimeUnit.DAYS.sleep(1);
                },
                () -> TimeUnit.DAYS.sleep(1));
        List<CompletableFuture<Daemons>> starting = options.stream()
                .map(each -> Daemons.builder().n(1).daemon(each).startAsync().toFuture())
                .toList();
        for (int i = 0; i < tasks.size(); i++) {
            Daemons daemons = starting.get(i).get();
            System.out.println(
                    daemons.mirai(() -> ProcessHandle.current().pid()).collect());
            var unused = daemons.mirai(tasks.get(i));
        }
        while (!Files.exists(Path.of(scratch, "hooked"))) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        System.out.println("ready");
        TimeUnit.DAYS.sleep(1);
    }

    private static void create(String directory, String name) {
        try {
            Files.createFile(Path.of(directory, name));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
