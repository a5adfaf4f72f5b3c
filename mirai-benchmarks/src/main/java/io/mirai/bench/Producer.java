package io.mirai.bench;

import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.bench.jvm.Jvm;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A producer that is faster than its daemons: 10^6 tasks of 10 kB, on a host of 256 MiB whose queue may have 64 MB. Every value is
 * checked.
 */
final class Producer {

    private static final int TASKS = 1_000_000;
    private static final int TASK_BYTES = 10_000;
    private static final long QUEUE_BYTES = 64_000_000;

    private Producer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        double[] figures = Jvm.numbersOf(List.of("-Xmx256m"), Host.class);
        System.out.println(String.format(
                Locale.ROOT,
                "%,d tasks of %,d bytes, %,d bytes of them in the queue: %,.0f values in %.1f s, %,.0f a second",
                TASKS,
                TASK_BYTES,
                QUEUE_BYTES,
                figures[0],
                figures[1],
                figures[0] / figures[1]));
    }

    /** The host. */
    static final class Host {

        private Host() {}

        public static void main(String[] args) {
            try (Daemons daemons = Daemons.builder().n(2).memory(QUEUE_BYTES).start()) {
                long start = System.nanoTime();
                Deque<Mirai<Long>> open = new ArrayDeque<>();
                long checked = 0;
                for (int i = 0; i < TASKS; i++) {
                    byte[] load = new byte[TASK_BYTES];
                    load[i % TASK_BYTES] = 1;
                    long number = i;
                    open.add(daemons.mirai(() -> number + load[(int) (number % load.length)]));
                    while (!open.isEmpty() && !open.element().unresolved()) {
                        check(open.remove(), checked++);
                    }
                }
                while (!open.isEmpty()) {
                    check(open.remove(), checked++);
                }
                System.out.println(checked + " " + (System.nanoTime() - start) / 1e9);
            }
        }

        private static void check(Mirai<Long> mirai, long number) {
            long value = Objects.requireNonNull(mirai.collect());
            if (value != number + 1) {
                throw new IllegalStateException("task " + number + " brought " + value);
            }
        }
    }
}
