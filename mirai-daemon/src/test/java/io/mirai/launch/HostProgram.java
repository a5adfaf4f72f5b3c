package io.mirai.launch;

import io.mirai.Task;
import io.mirai.spi.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host of its own, to be killed: its daemons do what a daemon could outlive it by. Prints the directory of its
 * fleet, then the id of each process that must end with it, then {@code ready}.
 */
final class HostProgram {

    static final int DAEMONS = 16;

    private HostProgram() {}

    public static void main(String[] args) throws Exception {
        Path scratch = Path.of(args[0]);
        // The order matters: those that take the processors come late, those that do not live for long at the end.
        List<Task<?>> tasks = new ArrayList<>();
        for (int slot = 0; slot < DAEMONS; slot++) {
            String marker = scratch.resolve("begun-" + slot).toString();
            tasks.add(
                    switch (slot) {
                        case 0, 1, 2, 3 -> (Task<?>) () -> ignoreInterrupts(marker);
                        case 4, 5, 6 -> () -> fork(marker);
                        case 7, 8 -> () -> holdTheStreams(marker);
                        case 9, 10 -> () -> holdTheLoaders(marker);
                        case 11, 12 -> () -> countTo(marker);
                        case 13 -> () -> starve(marker);
                        default -> () -> hangInAHook(marker);
                    });
        }
        TestFleet daemons = TestFleet.openSmall(DAEMONS);
        System.out.println(daemons.directory());
        List<Link> links = new ArrayList<>();
        for (int slot = 0; slot < DAEMONS; slot++) {
            Link link = daemons.launch(slot);
            links.add(link);
            System.out.println(daemons.process(link).pid());
        }
        for (int slot = 0; slot < DAEMONS; slot++) {
            begin(daemons, links.get(slot), scratch.resolve("begun-" + slot), tasks.get(slot));
        }
        System.out.println("ready");
        TimeUnit.DAYS.sleep(1);
    }

    private static void begin(TestFleet daemons, Link link, Path marker, Task<?> task) throws Exception {
        ProcessHandle process = daemons.process(link);
        TestFleet.Sent sent = daemons.send(link, task);
        long deadline = System.nanoTime() + TestFleet.DEADLINE.toNanos();
        while (!Files.exists(marker) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        link.stop(sent.id, true);
        process.children().forEach(child -> System.out.println(child.pid()));
    }

    private static int holdTheStreams(String marker) throws Exception {
        synchronized (System.out) {
            synchronized (System.err) {
                return ignoreInterrupts(marker);
            }
        }
    }

    private static int holdTheLoaders(String marker) throws Exception {
        ClassLoader loader = HostProgram.class.getClassLoader();
        synchronized (loader) {
            synchronized (loader.getParent()) {
                synchronized (Runtime.getRuntime()) {
                    return ignoreInterrupts(marker);
                }
            }
        }
    }

    private static final AtomicInteger SUM = new AtomicInteger();

    /** More threads than there are processors, and all of them count. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    private static int starve(String marker) throws Exception {
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                while (true) {
                    SUM.addAndGet(count(Integer.MAX_VALUE));
                }
            });
            thread.setPriority(Thread.MAX_PRIORITY);
            thread.start();
        }
        return ignoreInterrupts(marker);
    }

    /** Compiled, this loop has no safepoint to stop at but the one that the daemon's flags put there. */
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
