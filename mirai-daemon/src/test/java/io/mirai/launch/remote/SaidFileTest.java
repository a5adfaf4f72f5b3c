package io.mirai.launch.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of what a command says. */
@SuppressWarnings("NullAway.Init") // by JUnit
class SaidFileTest {

    private SaidFile said;

    @BeforeEach
    void make() throws IOException {
        said = SaidFile.make();
    }

    @AfterEach
    void close() {
        said.close();
    }

    private void say(String text) throws IOException {
        Files.writeString(said.file().toPath(), text, StandardOpenOption.APPEND);
    }

    @Test
    void much_isReadInPart() throws IOException {
        say("first\n" + "again and again\n".repeat(100_000) + "last\n");
        assertThat(said.read()).hasSizeLessThan(10_000).startsWith("first").endsWith("last");
        assertThat(said.isMuch()).isTrue();
        say("next\n");
        assertThat(said.read()).containsExactly("next");
        assertThat(said.isMuch()).isFalse();
        assertThat(said.lines())
                .hasSizeLessThan(25)
                .startsWith("first")
                .contains(Texts.LEFT_OUT)
                .endsWith("last", "next");
    }

    @Test
    void fileThatIsVeryLong_isEmptied_andTheLineAtThatPlaceIsLeftOut() throws IOException {
        say("first\n" + "again and again\n".repeat(1_100_000) + "mirai1_");
        said.read();
        assertThat(said.file()).hasSize(0);
        say("abc\nnext\n");
        assertThat(said.read()).containsExactly("next");
        assertThat(said.lines()).startsWith("first").contains(Texts.LEFT_OUT).endsWith("again and again", "next");
    }

    @Test
    void lineThatIsLeftOutInPart_isLeftOutWhole() throws IOException {
        say("first\nmirai1_" + "x".repeat(200_000) + "\nlast\n");
        assertThat(said.read()).containsExactly("first", "last");
        assertThat(said.lines()).containsExactly("first", Texts.LEFT_OUT, "last");
    }

    @Test
    void secret_isMasked_alsoInALineThatHasNotEnded() throws IOException {
        say("got mirai1_AbC-d_9, thanks\nmirai1_x");
        assertThat(said.read()).isEqualTo(List.of("got ***, thanks"));
        assertThat(said.lines()).containsExactly("got ***, thanks", "***");
    }
}
