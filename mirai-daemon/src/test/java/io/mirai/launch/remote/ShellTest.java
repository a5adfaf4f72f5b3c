package io.mirai.launch.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "it's",
                "''",
                "$HOME",
                "`id`",
                "$(id)",
                "\\",
                "a\\nb",
                "\"",
                "*",
                "?",
                "~",
                "#x",
                "a;b",
                "a|b",
                "a&b",
                "a>b",
                "(x)",
                "{a,b}",
                "[a]",
                "!x",
                "%s",
                "-n",
                "tls+tcp://[::1]:5555/a%20b",
                "line\nbreak",
                "tab\t",
                "ünï–✓"
            })
    void word_arrivesAsItIs(String word) throws IOException {
        Process shell = new ProcessBuilder(
                        "sh", "-c", "printf '%s' " + Shell.quote(word) + "; printf '|%s' " + Shell.quote(word))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word + "|" + word);
    }

    @Test
    void plainWord_needsNoQuotes() {
        assertThat(Shell.quote("--idle-time=10m")).isEqualTo("--idle-time=10m");
    }
}
