package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.MiraiError;
import io.mirai.MiraiReset;
import io.mirai.TaskOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Tasks that cost their daemon, and are tried again. */
@Timeout(120)
class RetryTest {

    private static Daemons daemons;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(2);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    @Test
    void task_whoseDaemonDies_isTriedAgainOnAnother() {
        Long first = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
        assertThat(daemons.mirai(
                                () -> {
                                    if (DaemonContext.current().attempt() < 3) {
                                        Runtime.getRuntime().halt(1);
                                    }
                                    return DaemonContext.current().attempt();
                                },
                                TaskOptions.none().retry(2))
                        .collect())
                .isEqualTo(3);
        assertThat(first).isPositive();
    }

    @Test
    void poison_failsAfterAsManyDeathsAsItMayCost_andHarmsNoOther() {
        List<Integer> numbers = IntStream.range(0, 200).boxed().toList();
        var good = daemons.map(
                numbers,
                x -> {
                    Thread.sleep(5);
                    return x;
                },
                MapOptions.none().task(TaskOptions.none().retry(3)));
        assertThatThrownBy(() -> daemons.mirai(
                                () -> Runtime.getRuntime().halt(1),
                                TaskOptions.none().retry(1).name("poison"))
                        .collect())
                .isInstanceOfSatisfying(
                        MiraiReset.class, reset -> assertThat(reset.attempts()).isEqualTo(2))
                .hasMessageContaining("'poison'")
                .hasMessageEndingWith("it was tried 2 times");
        assertThat(good.collect()).isEqualTo(numbers);
    }

    @Test
    void task_thatThrows_isNotTriedAgain() throws Exception {
        String file = directory.resolve("runs").toString();
        assertThatThrownBy(() -> daemons.mirai(
                                () -> {
                                    Files.writeString(
                                            Path.of(file), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                                    throw new IllegalStateException("of its own");
                                },
                                TaskOptions.none().retry(5))
                        .collect())
                .isInstanceOf(MiraiError.class);
        assertThat(Path.of(file)).hasContent("x");
    }

    @Test
    void profile_thatRetries_doesSoForTasksThatDoNotSay() {
        try (Daemons retrying = Daemons.builder().n(1).retry(true).start()) {
            assertThat(retrying.mirai(() -> {
                                if (DaemonContext.current().attempt() < 3) {
                                    Runtime.getRuntime().halt(1);
                                }
                                return "there";
                            })
                            .collect())
                    .isEqualTo("there");
        }
    }

    private static void haltAt(int last, int value, File allowed) {
        while (value == last && !allowed.exists()) {
            Thread.onSpinWait();
        }
        if (value == last) {
            Runtime.getRuntime().halt(1);
        }
    }

    @Test
    void stream_isNeverTriedAgain() {
        File had = directory.resolve("had").toFile();
        StepVerifier.create(daemons.stream(
                        () -> Flux.just(1, 2).doOnNext(value -> haltAt(2, value, had)),
                        TaskOptions.none().retry(5)))
                .expectNext(1)
                .then(() -> assertThat(had.mkdir()).isTrue())
                .expectError(MiraiReset.class)
                .verify(Duration.ofSeconds(60));
    }
}
