package io.mirai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this JVM has of the machine at one moment.
 *
 * @param threads those of its own, but for the JDK's
 * @param descriptors how often each file, socket or other thing is open
 * @param children the processes that it started, and theirs
 * @param files what lies where fleets have their directories
 */
record Footprint(Set<Thread> threads, Map<String, Integer> descriptors, Set<ProcessHandle> children, Set<Path> files) {

    private static final Path OPEN = Path.of("/proc/self/fd");

    /** Pools of the JDK, of Reactor and of JUnit that every test shares and nobody ends. */
    private static final List<String> LASTING_THREADS = List.of(
            "ForkJoinPool.commonPool-",
            "parallel-",
            "boundedElastic-",
            "process reaper",
            "CompletableFutureDelayScheduler",
            "junit-",
            "DFA-cache-cleaner", // those of Groovy
            "PIC-Cleaner");

    /** Opened whenever a class or a random number is wanted, and kept. */
    private static final List<String> LASTING_FILES = List.of(".jar", ".class", "/random", "/urandom");

    static {
        // The first channel makes the JDK open a socket for itself, for ever.
        try {
            DatagramChannel.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Footprint now() {
        return new Footprint(
                threadsOfNow(),
                descriptorsOfNow(),
                ProcessHandle.current()
                        .descendants()
                        .filter(ProcessHandle::isAlive)
                        .collect(Collectors.toSet()),
                MiraiFiles.ofThisJvm());
    }

    /** What has come since then, a line each. */
    List<String> since(Footprint before) {
        List<String> come = new ArrayList<>();
        for (Thread thread : threads) {
            if (!before.threads.contains(thread)) {
                come.add("thread " + thread.getName());
            }
        }
        descriptors.forEach((target, count) -> {
            int more = count - before.descriptors.getOrDefault(target, 0);
            if (more > 0) {
                come.add("descriptor of " + target + (more == 1 ? "" : ", " + more + " times"));
            }
        });
        for (ProcessHandle child : children) {
            if (!before.children.contains(child)) {
                come.add("process " + child.pid() + " "
                        + child.info().commandLine().orElse("of an unknown command"));
            }
        }
        for (Path file : files) {
            if (!before.files.contains(file)) {
                come.add("file " + file);
            }
        }
        return come;
    }

    private static Set<Thread> threadsOfNow() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Footprint::isOurs)
                .collect(Collectors.toSet());
    }

    private static boolean isOurs(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        if (group == null || LASTING_THREADS.stream().anyMatch(thread.getName()::startsWith)) {
            return false;
        }
        // The JDK's own threads are in the root of the groups, or in a group called InnocuousThreadGroup.
        return group.getParent() != null && !group.getName().startsWith("Innocuous");
    }

    private static Map<String, Integer> descriptorsOfNow() {
        Path home = Path.of(System.getProperty("java.home"));
        Map<String, Integer> open = new HashMap<>();
        try (Stream<Path> descriptors = Files.list(OPEN)) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                String target = target(descriptor);
                boolean lasting = target.startsWith(home.toString())
                        || target.startsWith("/proc/")
                        || LASTING_FILES.stream().anyMatch(target::endsWith);
                if (!lasting) {
                    open.merge(target, 1, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    /** As the kernel names it; one that has been closed meanwhile counts among the JVM's own. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "/proc/";
        }
    }
}
