package io.mirai.bench;

import io.mirai.Daemons;
import io.mirai.TaskOptions;
import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.jvm.PastedDaemons;
import io.mirai.testing.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What crosses the wire when 50 MB are done everywhere on eight daemons. */
final class Everywhere {

    private static final int BYTES = 50_000_000;
    private static final int DAEMONS = 8;

    private Everywhere() {}

    public static void main(String[] args) throws Exception {
        Path socket = Files.createTempDirectory("everywhere").resolve("s");
        byte[] captured = new byte[BYTES];
        new Random(1).nextBytes(captured);
        try (Daemons daemons = Daemons.builder().url("unix://" + socket).start();
                Relay relay = Relay.inFrontOf(socket, Long.MAX_VALUE);
                PastedDaemons pasted = PastedDaemons.of(daemons, DAEMONS, line -> line)) {
            pasted.awaitAll();
            long start = System.nanoTime();
            List<Byte> back = daemons.everywhere(() -> captured[BYTES - 1], TaskOptions.none(), DAEMONS)
                    .collect();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!back.equals(Collections.nCopies(DAEMONS, captured[BYTES - 1]))) {
                throw new IllegalStateException("something else came");
            }
            Numbers.print(
                    "%d daemons in %.1f s; to them went %,d bytes, %.3f times what the task captures",
                    back.size(),
                    seconds,
                    relay.toDialler().bytes(),
                    relay.toDialler().bytes() / (double) BYTES);
        }
    }
}
