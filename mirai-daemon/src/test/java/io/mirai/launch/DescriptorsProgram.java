package io.mirai.launch;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.Outcome;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A host that may have few files open, and opens them all itself: before it starts daemons, or while they run. */
final class DescriptorsProgram {

    private static final int OFTEN = 20;
    private static final Deque<FileInputStream> HOARD = new ArrayDeque<>();
    private static final long HOLD_MILLIS = 3_000;

    private DescriptorsProgram() {}

    public static void main(String[] args) throws Exception {
        warmUp();
        switch (args[0]) {
            case "start" -> start();
            case "dial" -> dial();
            case "death" -> death();
            case "task" -> task(false);
            case "experienced" -> task(true);
            case "close" -> close();
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("children " + ProcessHandle.current().children().count());
    }

    /** Loads what is wanted later, when there may be no descriptor to open a jar by. */
    private static void warmUp() {
        StartProgram.attempt();
        try (Daemons daemons = Daemons.local(1)) {
            for (int i = 0; i < OFTEN; i++) { // so that a shape gets a number, which the daemon asks about
                daemons.mirai(() -> 1).collect();
            }
            System.out.println("to warm up: "
                    + daemons.mirai(DescriptorsProgram::fail).call().data());
            System.out.println("to warm up: " + daemons.status());
            cpuOfLoops();
            more(descriptors());
        }
    }

    private static void start() throws Exception {
        List<String> before = descriptors();
        for (int left : new int[] {0, 1, 2, 3, 4, 6, 10, 16, 32}) {
            hoard();
            release(left);
            String outcome = StartProgram.attempt().lines().findFirst().orElse("");
            release(HOARD.size());
            System.out.println("with " + left + " left: " + outcome);
        }
        System.out.println("afterwards: " + StartProgram.attempt());
        await(() -> more(before).isEmpty());
        System.out.println("more than before: " + more(before));
    }

    /** None is left from before a second daemon, whose process is there, dials, until it has knocked for a while. */
    private static void dial() throws Exception {
        Path paused = Files.createTempDirectory("dial").resolve("paused"); // while this is there
        try (Daemons daemons = Daemons.local(1)) {
            daemons.launchLocal(
                    1,
                    DaemonOptions.none()
                            .jvmArgs(
                                    "-XX:+UnlockDiagnosticVMOptions",
                                    "-XX:+PauseAtStartup",
                                    "-XX:PauseAtStartupFile=" + paused));
            await(() -> Files.exists(paused));
            hoard();
            Files.delete(paused);
            long cpu = cpuOfLoops();
            long start = System.nanoTime();
            List<Mirai<Integer>> meanwhile = IntStream.range(0, 100)
                    .mapToObj(i -> daemons.mirai(() -> i))
                    .toList();
            System.out.println("meanwhile: "
                    + meanwhile.stream().mapToInt(mirai -> mirai.collect()).sum());
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HOLD_MILLIS);
            await(() -> {
                hoard(); // what the launch closes meanwhile, too
                return System.nanoTime() > end;
            });
            long busy = cpuOfLoops() - cpu;
            System.out.println("dialled in meanwhile: " + (daemons.status().connections() == 2));
            System.out.println("loops were busy: " + (busy > (System.nanoTime() - start) / 4));
            release(HOARD.size());
            await(() -> daemons.status().connections() == 2);
            System.out.println("both online");
        }
        Files.delete(paused.getParent());
    }

    private static void close() throws Exception {
        Path directory;
        try (Daemons daemons = Daemons.local(2)) {
            directory = Path.of(daemons.status().url().substring("unix://".length()))
                    .resolveSibling("");
            hoard();
        }
        release(HOARD.size());
        System.out.println("directory is there: " + Files.exists(directory));
    }

    private static void death() throws Exception {
        try (Daemons daemons = Daemons.local(1)) {
            daemons.mirai(() -> 1).collect();
            hoard();
            Mirai<Object> halting = daemons.mirai(() -> {
                Runtime.getRuntime().halt(1);
                return null;
            });
            Mirai<Integer> next = daemons.mirai(() -> DaemonContext.current().instance());
            Outcome<Object> outcome = halting.call().data();
            System.out.println("the task: "
                    + ((Outcome.Failure<Object>) outcome).error().getClass().getSimpleName());
            TimeUnit.MILLISECONDS.sleep(200); // less than the profile tries for
            release(HOARD.size());
            System.out.println("the next one: " + next.collect());
        }
    }

    /** The hoard is the daemon's here. */
    private static void task(boolean experienced) throws Exception {
        try (Daemons daemons = Daemons.local(1)) {
            if (experienced) { // has its classes for failures
                daemons.mirai(DescriptorsProgram::fail).call();
            }
            System.out.println("the task: "
                    + daemons.mirai(DescriptorsProgram::hoardUntilItFails)
                            .call()
                            .data());
            System.out.println("a new class meanwhile: "
                    + daemons.mirai(DescriptorsProgram::useANewClass).call().data());
            System.out.println("one that knows all its classes: "
                    + daemons.mirai(() -> HOARD.size() > 100).call().data());
            daemons.mirai(() -> release(HOARD.size())).call();
            System.out.println("a new class afterwards: "
                    + daemons.mirai(DescriptorsProgram::useANewClass).call().data());
        }
    }

    private static int fail() {
        throw new IllegalStateException("as an exercise");
    }

    private static int useANewClass() {
        return new OnlyNow(6).value() * 7;
    }

    private record OnlyNow(int value) {}

    private static void hoard() {
        try {
            hoardUntilItFails();
        } catch (IOException e) {
            // That was the last one.
        }
    }

    private static int hoardUntilItFails() throws IOException {
        while (true) {
            HOARD.add(new FileInputStream("/dev/null"));
        }
    }

    private static void release(int many) throws IOException {
        for (int i = 0; i < many; i++) {
            HOARD.remove().close();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TestFleet.DEADLINE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static long cpuOfLoops() {
        var threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mirai-host"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getId()))
                .sum();
    }

    /** What is open now that was not before. */
    private static List<String> more(List<String> before) {
        List<String> more = new ArrayList<>(descriptors());
        before.forEach(more::remove); // each once
        return more;
    }

    private static List<String> descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(DescriptorsProgram::target)
                    .filter(target -> !target.startsWith("/proc/"))
                    .toList();
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceFirst("\\[.*]", "");
        } catch (IOException e) {
            return "/proc/ of one that was closed meanwhile";
        }
    }
}
