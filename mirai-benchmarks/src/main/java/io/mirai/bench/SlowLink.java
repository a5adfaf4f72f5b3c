package io.mirai.bench;

import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.jvm.PastedDaemons;
import io.mirai.testing.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What a large value on a slow link costs the tasks of other links of the same host: their rate while 64 MB come over a
 * link of 5 MB/s, beside their rate when nothing comes, in turn.
 */
final class SlowLink {

    private static final int PASSES = 10;
    private static final long BYTES_PER_SECOND = 5_000_000;
    private static final int BYTES = 64_000_000;
    private static final long WARM_UP_NANOS = 10_000_000_000L;
    private static final long ALONE_NANOS = 13_000_000_000L;

    private SlowLink() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("slow");
        Path socket = directory.resolve("s");
        try (Daemons slow = Daemons.builder()
                        .profile("slow")
                        .url("unix://" + socket)
                        .start();
                Relay relay = Relay.inFrontOf(socket, BYTES_PER_SECOND);
                PastedDaemons behind = PastedDaemons.of(slow, 1, line -> line);
                Daemons others = Daemons.local(1)) {
            behind.awaitAll();
            slow.mirai(() -> 1).collect();
            alone(others, WARM_UP_NANOS);
            double[] kept = new double[PASSES];
            for (int pass = 0; pass < PASSES; pass++) {
                double alone = alone(others, ALONE_NANOS);
                long before = relay.toListener().bytes();
                long start = System.nanoTime();
                Mirai<byte[]> value = slow.mirai(() -> new byte[BYTES]);
                double meanwhile = rateWhile(others, value::unresolved);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (Objects.requireNonNull(value.collect()).length != BYTES) {
                    throw new IllegalStateException("something else came");
                }
                kept[pass] = meanwhile / alone;
                Numbers.print(
                        "pass %2d  %,d bytes in %.1f s  others: alone %,.0f, meanwhile %,.0f tasks/s, ratio %.3f",
                        pass + 1, relay.toListener().bytes() - before, seconds, alone, meanwhile, kept[pass]);
            }
            Arrays.sort(kept);
            Numbers.print("ratio: q1 %.3f  median %.3f  q3 %.3f", kept[2], (kept[4] + kept[5]) / 2, kept[7]);
        }
    }

    private static double alone(Daemons others, long nanos) {
        long end = System.nanoTime() + nanos;
        return rateWhile(others, () -> System.nanoTime() < end);
    }

    private static double rateWhile(Daemons others, BooleanSupplier condition) {
        long start = System.nanoTime();
        int tasks = 0;
        for (; condition.getAsBoolean(); tasks++) {
            int x = tasks;
            if (!Objects.equals(others.mirai(() -> x).collect(), x)) {
                throw new IllegalStateException("something else came");
            }
        }
        return tasks / ((System.nanoTime() - start) / 1e9);
    }
}
