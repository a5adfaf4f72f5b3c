package io.mirai.testing.siege;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a besieged host has in use.
 *
 * @param heap bytes of the heap after a collection
 * @param peakHeap the most that there were since it began to measure, looked at four times a second
 * @param direct bytes of direct memory, the JDK's and Netty's
 * @param peakDirect the most that there were, looked at a hundred times a second
 * @param resident bytes of the process in memory, heap that waits for its collection included
 * @param peakResident the most that there ever were
 * @param descriptors open files and sockets
 */
public record MemoryCost(
        long heap, long peakHeap, long direct, long peakDirect, long resident, long peakResident, long descriptors) {

    private static final int SAMPLES_BETWEEN_COLLECTIONS = 25;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static volatile long highestDirect;
    private static volatile long highestHeap;

    /** Answers each line of standard input with a line that {@link #ask} reads, until there are no more. */
    public static void answer() throws IOException {
        Thread watch = new Thread(MemoryCost::watch);
        watch.setDaemon(true);
        watch.start();
        while (System.in.read() >= 0) {
            System.out.println(now().line());
        }
    }

    /** Looks at this process now, after a collection. */
    public static MemoryCost now() throws IOException {
        return new MemoryCost(
                liveHeap(),
                highestHeap,
                directNow(),
                highestDirect,
                status("VmRSS:"),
                status("VmHWM:"),
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getOpenFileDescriptorCount());
    }

    /** Asks a process that answers. */
    public static MemoryCost ask(Process host, BufferedReader said) throws IOException {
        host.getOutputStream().write('\n');
        host.getOutputStream().flush();
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the host has ended");
        }
        List<Long> numbers = Stream.of(line.split(" ")).map(Long::valueOf).toList();
        return new MemoryCost(
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5),
                numbers.get(6));
    }

    private String line() {
        return heap + " " + peakHeap + " " + direct + " " + peakDirect + " " + resident + " " + peakResident + " "
                + descriptors;
    }

    /** What a siege has cost at its peak: live heap and direct memory together. */
    public long extraSince(MemoryCost before) {
        return peakDirect - before.direct + peakHeap - before.heap;
    }

    private static void watch() {
        try {
            for (int sample = 0; ; sample++) {
                highestDirect = Math.max(highestDirect, directNow());
                if (sample % SAMPLES_BETWEEN_COLLECTIONS == 0) {
                    highestHeap = Math.max(highestHeap, liveHeap());
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without what only waits to be collected. */
    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What Netty takes by itself is not in the JDK's count. */
    private static long directNow() {
        long counted = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return counted + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    private static long status(String field) throws IOException {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        }
    }
}
