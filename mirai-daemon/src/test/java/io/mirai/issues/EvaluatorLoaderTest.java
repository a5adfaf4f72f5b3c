package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Task;
import io.mirai.launch.RSocketBackend;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Evaluator;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.Listening;
import io.mirai.spi.Reply;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task without daemons, whose class only a loader of its own has: the host's class of that loader runs. */
class EvaluatorLoaderTest {

    private static final String SOURCE = "public class Alien implements io.mirai.Task<Integer> {"
            + " public static int calls; public Integer call() { return ++calls; } }";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void evaluate_aTaskOfAnotherLoader_runsTheClassThatTheHostHas() throws Exception {
        Files.write(scratch.resolve("Alien.class"), OnlyThere.bytes("Alien", SOURCE));
        Evaluator evaluator = new RSocketBackend()
                .evaluator(new FleetSpec(
                        "sync",
                        Listening.NONE,
                        0,
                        Body.MAX_BYTES,
                        new ResultClasses(Set.of(), Set.of()),
                        Mrg32k3a.ofSeed(1)));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {scratch.toUri().toURL()})) {
            Class<?> alien = loader.loadClass("Alien");
            Task<?> task = (Task<?>) alien.getConstructor().newInstance();
            Body body = evaluator.codec().encodeTask(task, Map.of());
            Reply reply = evaluator.evaluate(new TaskMessage(1, 1, 0, 1, 1, "", Work.CALL, body));
            assertThat(reply.kind()).isEqualTo(Reply.Kind.VALUE);
            assertThat(alien.getField("calls").get(null)).isEqualTo(1);
        }
    }
}
