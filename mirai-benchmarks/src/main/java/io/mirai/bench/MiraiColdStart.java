package io.mirai.bench;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.Mirai;
import java.util.Objects;

/** One pass of our side of {@link ColdStart}: two daemons until both have returned a value. */
final class MiraiColdStart {

    private MiraiColdStart() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        try (Daemons daemons = Daemons.local(2)) {
            Mirai<Integer> first = daemons.mirai(() -> DaemonContext.current().index());
            Mirai<Integer> second = daemons.mirai(() -> DaemonContext.current().index());
            boolean apart = !Objects.equals(first.collect(), second.collect());
            double millis = (System.nanoTime() - start) / 1e6;
            if (!apart) {
                throw new IllegalStateException("one daemon answered both");
            }
            System.out.println(millis);
        }
    }
}
