package io.mirai.bench;

import io.mirai.Daemons;
import reactor.core.publisher.Flux;

/** One pass of {@link LazyMap}: takes the number of elements, prints elements a second and MiB. */
final class LazyMapPass {

    private static final int WARM_UP = 300_000;
    private static final int LOOKS = 10;

    private LazyMapPass() {}

    public static void main(String[] args) {
        int elements = Integer.parseInt(args[0]);
        try (Daemons daemons = Daemons.local(2)) {
            map(daemons, WARM_UP);
            long before = aliveOnHeap();
            long start = System.nanoTime();
            long most = map(daemons, elements);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(elements / seconds + " " + (most - before) / 1024.0 / 1024.0);
        }
    }

    /** Returns the most that was alive on the heap, looked at a few times. */
    private static long map(Daemons daemons, int elements) {
        Flux<Long> endless = Flux.generate(() -> 0L, (next, sink) -> {
            sink.next(next);
            return next + 1;
        });
        long[] seen = {0, 0};
        daemons.map(endless, x -> x + 1)
                .take(elements)
                .doOnNext(value -> {
                    if (value != ++seen[0]) {
                        throw new IllegalStateException(value + " came in the place of " + seen[0]);
                    }
                    if (value % (elements / LOOKS) == 0) {
                        seen[1] = Math.max(seen[1], aliveOnHeap());
                    }
                })
                .blockLast();
        if (seen[0] != elements) {
            throw new IllegalStateException("only " + seen[0] + " came");
        }
        return seen[1];
    }

    private static long aliveOnHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
