package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.LeapableGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** Random numbers of tasks: those of R, and the same whatever the daemons do. */
@Timeout(120)
class SeedTest {

    /** Of R 4.2.2 after {@code set.seed(123)} and so many {@code nextRNGStream}, by {@code runif}. */
    private static final double[][] OF_R = {
        {0.34110639522553665, 0.9712726639175588, 0.813527216020427},
        {0.31239933357086536, 0.9870977965920097, 0.6675080025665613},
        {0.1494334410135997, 0.0019140454004801448, 0.9423154913824104}
    };

    private static List<Double> three() {
        return IntStream.range(0, 3)
                .mapToObj(i -> DaemonContext.current().random().nextDouble())
                .toList();
    }

    private static void assertOfR(int stream, List<Double> drawn) {
        assertThat(drawn).containsExactly(OF_R[stream - 1][0], OF_R[stream - 1][1], OF_R[stream - 1][2]);
    }

    @Test
    void tasksAndElements_haveTheStreamsOfRInTheirOrder() {
        try (Daemons daemons = Daemons.builder().n(2).seed(123).start()) {
            assertOfR(1, daemons.mirai(() -> three()).collect());
            List<List<Double>> mapped =
                    daemons.map(List.of("a", "b"), x -> three()).collect();
            assertOfR(2, mapped.get(0));
            assertOfR(3, mapped.get(1));
        }
    }

    @Test
    void draws_areTheSameWhateverTheDaemonsAreAndDo() {
        List<List<Double>> ofOne = drawn(1, 1);
        assertThat(drawn(2, 2)).isEqualTo(ofOne);
        assertThat(ofOne).doesNotHaveDuplicates();
    }

    private static List<List<Double>> drawn(int n, int threads) {
        try (Daemons daemons = Daemons.builder()
                .n(n)
                .daemon(DaemonOptions.none().threads(threads))
                .seed(7)
                .start()) {
            List<List<Double>> all =
                    new ArrayList<>(daemons.map(IntStream.range(0, 50).boxed().toList(), x -> {
                                Thread.sleep(x % 3);
                                return three();
                            })
                            .collect());
            all.add(daemons.defer(() -> three()).block());
            all.addAll(daemons.map(
                            Flux.range(0, 20), x -> three(), MapOptions.none().prefetch(3))
                    .collectList()
                    .block());
            all.addAll(daemons.stream(() -> Flux.just(three(), three()))
                    .collectList()
                    .block(Duration.ofSeconds(30)));
            return all;
        }
    }

    @Test
    void retriedTask_hasItsStreamAgain() {
        try (Daemons daemons = Daemons.builder().n(1).seed(123).start()) {
            assertOfR(
                    1,
                    daemons.mirai(
                                    () -> {
                                        List<Double> drawn = three();
                                        if (DaemonContext.current().attempt() == 1) {
                                            Runtime.getRuntime().halt(1);
                                        }
                                        return drawn;
                                    },
                                    TaskOptions.none().retry(1))
                            .collect());
        }
    }

    @Test
    void generator_canLeap_andIsTheTasksOwn() {
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> {
                                RandomGenerator first = DaemonContext.current().random();
                                return first == DaemonContext.current().random() && first instanceof LeapableGenerator;
                            })
                            .collect())
                    .isTrue();
            assertThat(daemons.mirai(() -> three()).collect())
                    .as("without a seed")
                    .isNotEqualTo(daemons.mirai(() -> three()).collect());
        }
        assertThat(DaemonContext.current().random()).as("on the host").isInstanceOf(LeapableGenerator.class);
    }
}
