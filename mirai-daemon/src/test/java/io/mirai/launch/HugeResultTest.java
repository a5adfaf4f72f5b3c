package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import io.mirai.MiraiTooLarge;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Results that a host's heap cannot take. */
class HugeResultTest {

    @Test
    void resultThatTheHeapCannotTake_failsAloneInASmallHost() throws Exception {
        ProcessBuilder host = HostJvm.on(System.getProperty("java.class.path"), SmallHost.class);
        host.command().add(1, "-Xmx256m");
        Process process = host.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(TestFleet.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(said.lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("MiraiTooLarge: the body of task 1 has 10")
                                    .contains(" bytes, but the heap of this host, of 268435456 bytes, has room for ")
                                    .contains("raise -Xmx"),
                            line -> assertThat(line).isEqualTo("42 from the same process"),
                            line -> assertThat(line)
                                    .as("one of two fits")
                                    .isIn("60000000, 60000000", "60000000, MiraiTooLarge", "MiraiTooLarge, 60000000"),
                            line -> assertThat(line).isEqualTo("60000000 five times"));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Says what becomes of results of a gigabyte, of two of 60 MB at once, and of five one after the other. */
    static final class SmallHost {

        private SmallHost() {}

        public static void main(String[] args) {
            try (Daemons daemons = Daemons.local(2)) {
                System.out.println(daemons.mirai(() -> new byte[1 << 30])
                        .map(bytes -> "it came")
                        .onErrorResume(MiraiTooLarge.class, e -> Mono.just("MiraiTooLarge: " + e.getMessage()))
                        .block(TestFleet.DEADLINE));
                System.out.println(daemons.mirai(() -> 42)
                        .map(answer -> answer + " from the same process")
                        .block(TestFleet.DEADLINE));
                System.out.println(length(daemons)
                        .zipWith(length(daemons), (a, b) -> a + ", " + b)
                        .block(TestFleet.DEADLINE));
                Long fits = Flux.range(0, 5)
                        .concatMap(i -> length(daemons))
                        .filter("60000000"::equals)
                        .count()
                        .block(TestFleet.DEADLINE);
                System.out.println("60000000 " + (Long.valueOf(5).equals(fits) ? "five" : fits) + " times");
            }
        }

        private static Mono<String> length(Daemons daemons) {
            return Mono.defer(() -> daemons.mirai(() -> new byte[60_000_000]))
                    .map(bytes -> Integer.toString(bytes.length))
                    .onErrorResume(MiraiTooLarge.class, e -> Mono.just("MiraiTooLarge"));
        }
    }
}
