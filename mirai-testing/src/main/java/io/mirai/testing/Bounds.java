package io.mirai.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Holds what reading some bytes took against how many they are. */
public final class Bounds {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A search watches each comparison, which takes memory and time of its own. */
    private static final long FREE_BYTES = 16 * 1024 * 1024;

    private static final long BYTES_PER_BYTE = 1024;
    private static final Duration FREE_TIME = Duration.ofSeconds(4);
    private static final Duration TIME_PER_BYTE = Duration.ofNanos(50_000);

    private Bounds() {}

    /** Runs it; once more if that took much, since the first time may have initialised half a JDK. */
    public static void check(int length, Runnable reading) {
        String over = over(length, reading);
        if (over != null) {
            over = over(length, reading);
        }
        if (over != null) {
            throw new AssertionError("To read " + length + " bytes took " + over);
        }
    }

    private static @Nullable String over(int length, Runnable reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        reading.run();
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        boolean within = bytes <= FREE_BYTES + BYTES_PER_BYTE * length
                && nanos <= FREE_TIME.plus(TIME_PER_BYTE.multipliedBy(length)).toNanos();
        return within ? null : bytes + " bytes of memory and " + Duration.ofNanos(nanos);
    }
}
