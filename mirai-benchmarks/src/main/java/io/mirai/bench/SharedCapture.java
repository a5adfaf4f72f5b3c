package io.mirai.bench;

import io.mirai.Daemons;
import io.mirai.testing.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** What crosses the wire of a map of 1,000 elements on two daemons whose function captures 50 MB. */
final class SharedCapture {

    private static final int DAEMONS = 2;
    private static final int BYTES = 50_000_000;
    private static final List<Integer> ELEMENTS =
            IntStream.range(0, 1_000).boxed().toList();

    private SharedCapture() {}

    public static void main(String[] args) throws Exception {
        Path socket = Files.createTempDirectory("capture").resolve("s");
        byte[] captured = new byte[BYTES];
        new Random(1).nextBytes(captured);
        try (Daemons daemons = Daemons.builder().url("unix://" + socket).start();
                Relay relay = Relay.inFrontOf(socket, Long.MAX_VALUE);
                PastedDaemons pasted = PastedDaemons.of(daemons, DAEMONS, line -> line)) {
            pasted.awaitAll();
            long start = System.nanoTime();
            List<Byte> back = daemons.map(ELEMENTS, i -> captured[i]).collect();
            double seconds = (System.nanoTime() - start) / 1e9;
            for (int i : ELEMENTS) {
                if (!Objects.equals(back.get(i), captured[i])) {
                    throw new IllegalStateException("something else came");
                }
            }
            Pairs.print(
                    "%,d elements in %.1f s; to the daemons went %,d bytes, %.3f times what the function captures; back came %,d",
                    ELEMENTS.size(),
                    seconds,
                    relay.toDialler().bytes(),
                    relay.toDialler().bytes() / (double) BYTES,
                    relay.toListener().bytes());
        }
    }
}
