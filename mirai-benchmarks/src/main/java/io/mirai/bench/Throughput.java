package io.mirai.bench;

import io.mirai.Daemons;
import io.mirai.Mirai;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Tasks a second on two daemons, from the first submit to the last value, every value checked. */
final class Throughput {

    private static final int PASSES = 5;

    private Throughput() {}

    public static void main(String[] args) {
        try (Daemons daemons = Daemons.local(2)) {
            run(daemons, 20_000);
            for (int tasks : new int[] {20_000, 100_000}) {
                for (int pass = 1; pass <= PASSES; pass++) {
                    double rate = tasks / run(daemons, tasks);
                    System.out.println(
                            String.format(Locale.ROOT, "%,7d tasks  pass %d  %,9.0f tasks/s", tasks, pass, rate));
                }
            }
        }
    }

    /** Returns the seconds it took. */
    private static double run(Daemons daemons, int tasks) {
        List<Mirai<Integer>> mirais = new ArrayList<>(tasks);
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            int x = i;
            mirais.add(daemons.mirai(() -> x + 1));
        }
        for (int i = 0; i < tasks; i++) {
            if (!Objects.equals(mirais.get(i).collect(), i + 1)) {
                throw new IllegalStateException("task " + i + " brought " + mirais.get(i));
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
