package io.mirai.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs jcstress over all races of this module, as {@code -Djcstress.args} says: one short configuration in every
 * build, all of them with {@code -Pjcstress}. What jcstress printed and its report stay in {@code
 * target/jcstress}.
 */
class RacesTest {

    private static final Path HOME = Path.of("target", "jcstress").toAbsolutePath();
    /** One of them has four actors, and jcstress leaves out what has more actors than there are processors. */
    private static final int RACES = Runtime.getRuntime().availableProcessors() >= 4 ? 22 : 21;

    @Test
    void noRaceEndsAsForbidden(@TempDir Path scratch) throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        Path printed = HOME.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-v",
                "-r",
                HOME.toString()));
        command.addAll(List.of(System.getProperty("jcstress.args").split(" ")));
        int status = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start()
                .waitFor();
        String output = Files.readString(printed);
        assertThat(status).as(output).isZero();
        assertThat(output).contains("Failed tests: No matches.").contains("Error tests: No matches.");
        assertThat(Pattern.compile("\\[OK] io\\.mirai\\.[\\w.]+")
                        .matcher(output)
                        .results()
                        .map(MatchResult::group)
                        .distinct())
                .hasSize(RACES);
    }
}
