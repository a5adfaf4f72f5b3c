package io.mirai.bench;

import io.mirai.Daemons;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.stream.LongStream;

/** One pass of {@link HotMap}: takes the number of elements, prints elements a second and the most MiB of heap in use. */
final class HotMapPass {

    private static final int WARM_UP = 300_000;

    private HotMapPass() {}

    public static void main(String[] args) {
        int elements = Integer.parseInt(args[0]);
        try (Daemons daemons = Daemons.local(2)) {
            map(daemons, WARM_UP);
            System.gc();
            heap().forEach(MemoryPoolMXBean::resetPeakUsage);
            long start = System.nanoTime();
            map(daemons, elements);
            double seconds = (System.nanoTime() - start) / 1e9;
            long peak = heap().stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            System.out.println(elements / seconds + " " + peak / 1024.0 / 1024.0);
        }
    }

    private static void map(Daemons daemons, int elements) {
        List<Long> xs = LongStream.range(0, elements).boxed().toList();
        List<Long> back = daemons.map(xs, x -> x + 1).collect();
        for (int i = 0; i < elements; i++) {
            if (back.get(i) != i + 1) {
                throw new IllegalStateException(back.get(i) + " came in the place of " + (i + 1));
            }
        }
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
