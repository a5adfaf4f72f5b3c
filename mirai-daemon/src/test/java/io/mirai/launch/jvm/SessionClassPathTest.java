package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionClassPathTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void urls_ofTheClassPath_areAbsoluteAndInOrder() throws IOException {
        Path classes = Files.createDirectory(scratch.resolve("with space"));
        assertThat(SessionClassPath.urls("lib/a.jar:" + classes + ":", null))
                .map(URL::toString)
                .containsExactly(
                        url(Path.of("lib/a.jar").toAbsolutePath()),
                        "file:" + scratch + "/with%20space/",
                        url(Path.of("").toAbsolutePath()));
    }

    @Test
    void urls_ofTheModulePath_areItsModules() throws IOException {
        Path modules = Files.createDirectory(scratch.resolve("modules"));
        Path jar = Files.createFile(modules.resolve("m.jar"));
        Path exploded = Files.createDirectory(scratch.resolve("exploded"));
        Files.createFile(exploded.resolve("module-info.class"));
        assertThat(SessionClassPath.urls(null, modules + ":" + exploded))
                .map(URL::toString)
                .containsExactly(url(jar), url(exploded));
    }

    @Test
    void extend_withEntries_putsThemLast() throws IOException {
        Path list = Files.writeString(scratch.resolve("list"), "file:/host.jar\n");
        Path jar = Files.createFile(scratch.resolve("more.jar"));
        Path extended = scratch.resolve("extended");
        SessionClassPath.extend(list, List.of(jar.toString(), ""), extended);
        assertThat(extended)
                .hasContent(String.join(
                        "\n", "file:/host.jar", url(jar), url(Path.of("").toAbsolutePath())));
    }

    private static String url(Path path) throws IOException {
        return path.toUri().toURL().toString();
    }
}
