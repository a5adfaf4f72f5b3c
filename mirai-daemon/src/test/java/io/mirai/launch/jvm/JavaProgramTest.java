package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProgramTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void ofHost_isTheOneThatRunsThis() {
        JavaProgram java = JavaProgram.ofHost();
        assertThat(java.executable()).startsWith(System.getProperty("java.home"));
        assertThat(java.feature()).isEqualTo(Runtime.version().feature());
    }

    @Test
    void at_thisJavasPath_knowsItsVersion() {
        assertThat(JavaProgram.at(JavaProgram.ofHost().executable()).feature())
                .isEqualTo(Runtime.version().feature());
    }

    @Test
    void at_aLinkIntoAnImage_knowsItsVersion() throws IOException {
        Path bin = Files.createDirectories(scratch.resolve("image/bin"));
        Files.writeString(bin.resolveSibling("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"25.0.1\"\n");
        Path link = Files.createSymbolicLink(scratch.resolve("java"), Files.createFile(bin.resolve("java")));
        assertThat(JavaProgram.at(link.toString())).isEqualTo(new JavaProgram(link.toString(), 25));
    }

    @Test
    void at_whatTellsNoVersion_isTheOldest() throws IOException {
        Path script = Files.createFile(scratch.resolve("script"));
        assertThat(JavaProgram.at(script.toString()).feature()).isEqualTo(17);
        assertThat(JavaProgram.at("no-such-java")).isEqualTo(new JavaProgram("no-such-java", 17));
    }
}
