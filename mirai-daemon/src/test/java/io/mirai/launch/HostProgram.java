package io.mirai.launch;

import io.mirai.Task;
import io.mirai.spi.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A host of its own, to be killed: its daemons do what a daemon could outlive it by. Prints the directory of its
 * fleet, then the id of each process that must end with it, then {@code ready}.
 */
final class HostProgram {

    private HostProgram() {}

    public static void main(String[] args) throws Exception {
        Path scratch = Path.of(args[0]);
        TestFleet daemons = TestFleet.open();
        System.out.println(daemons.directory());
        String counting = scratch.resolve("counting").toString();
        begin(daemons, 0, counting, () -> countTo(counting));
        String ignoring = scratch.resolve("ignoring").toString();
        begin(daemons, 1, ignoring, () -> ignoreInterrupts(ignoring));
        String forking = scratch.resolve("forking").toString();
        begin(daemons, 2, forking, () -> fork(forking));
        String hanging = scratch.resolve("hanging").toString();
        // The last, since it does not live for long.
        begin(daemons, 3, hanging, () -> hangInAHook(hanging));
        System.out.println("ready");
        TimeUnit.DAYS.sleep(1);
    }

    private static void begin(TestFleet daemons, int slot, String marker, Task<?> task) throws Exception {
        Link link = daemons.launch(slot);
        ProcessHandle process = daemons.process(link);
        System.out.println(process.pid());
        TestFleet.Sent sent = daemons.send(link, task);
        long deadline = System.nanoTime() + TestFleet.DEADLINE.toNanos();
        while (!Files.exists(Path.of(marker)) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        link.stop(sent.id);
        process.children().forEach(child -> System.out.println(child.pid()));
    }

    /** Compiled, this loop has no place to stop at but the one that the daemon's flags put there. */
    private static int countTo(String marker) throws Exception {
        int sum = 0;
        for (int warm = 0; warm < 20; warm++) {
            sum += count(10_000_000);
        }
        Files.createFile(Path.of(marker));
        for (int i = 0; i < 1_000_000; i++) {
            sum += count(Integer.MAX_VALUE);
        }
        return sum;
    }

    private static int count(int most) {
        int sum = 0;
        for (int i = 0; i < most; i++) {
            sum += i * 31 ^ sum;
        }
        return sum;
    }

    private static int ignoreInterrupts(String marker) throws Exception {
        Files.createFile(Path.of(marker));
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // That is the point.
            }
        }
    }

    private static int hangInAHook(String marker) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                ignoreInterrupts(marker);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        System.exit(3);
        return 0;
    }

    private static int fork(String marker) throws Exception {
        Process child = new ProcessBuilder("sleep", "600").start();
        Files.createFile(Path.of(marker));
        return ignoreInterrupts(marker + "-" + child.pid());
    }
}
