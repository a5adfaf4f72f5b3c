package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A source without end, mapped by a host that could not hold what comes of it. */
class EndlessSourceTest {

    private static final long MAX_GROWTH = 32L << 20;
    private static final int ELEMENTS = 20_000;
    private static final int WARM_UP = 5_000;
    private static final int LOOKS = 10;

    @Test
    void lazyMap_ofAnEndlessSource_leavesTheHeapFlat() throws Exception {
        String[] said = HostJvm.run(HostJvm.under(List.of(), List.of("-Xmx64m"), Host.class))
                .split(" ");
        assertThat(said).hasSize(2);
        assertThat(Long.parseLong(said[0])).as("elements that came in order").isEqualTo(ELEMENTS);
        assertThat(Long.parseLong(said[1])).as("growth in bytes").isLessThan(MAX_GROWTH);
    }

    /** Maps texts of 2 kB that no other is like. */
    static final class Host {

        private long came;
        private long mostAlive;

        private Host() {}

        public static void main(String[] args) {
            try (Daemons daemons = Daemons.local(2)) {
                Host warmUp = new Host();
                warmUp.map(daemons, WARM_UP);
                Host host = new Host();
                host.map(daemons, ELEMENTS);
                System.out.println(host.came + " " + (host.mostAlive - warmUp.mostAlive));
            }
        }

        private void map(Daemons daemons, int elements) {
            Flux<String> endless = Flux.generate(() -> 0L, (next, sink) -> {
                sink.next(Long.toString(next + 1_000_000).repeat(300));
                return next + 1;
            });
            daemons.map(endless, text -> text + "!")
                    .take(elements)
                    .doOnNext(text -> see(text, elements))
                    .blockLast(TestFleet.DEADLINE);
        }

        private void see(String text, int elements) {
            if (text.startsWith(Long.toString(came + 1_000_000)) && text.endsWith("!")) {
                came++;
            }
            if (came % (elements / LOOKS) == 0) {
                System.gc();
                Runtime heap = Runtime.getRuntime();
                mostAlive = Math.max(mostAlive, heap.totalMemory() - heap.freeMemory());
            }
        }
    }
}
