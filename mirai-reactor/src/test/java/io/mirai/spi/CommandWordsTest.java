package io.mirai.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CommandWordsTest {

    @Test
    void line_isSplitAtWhiteSpace_butNotWithinQuotes() {
        assertThat(CommandWords.split("-fTp 22  10.75.32.90\t")).containsExactly("-fTp", "22", "10.75.32.90");
        assertThat(CommandWords.split("-o ProxyCommand='ssh -W %h:%p jump' \"a b\"c d\\ e"))
                .containsExactly("-o", "ProxyCommand=ssh -W %h:%p jump", "a bc", "d e");
        assertThat(CommandWords.split("'' \"say \\\"it\\\"\" $HOME 'a\\b'"))
                .containsExactly("", "say \"it\"", "$HOME", "a\\b");
        assertThat(CommandWords.split(" ")).isEmpty();
    }

    @Test
    void quoteThatIsNotClosed_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandWords.split("--name it's"))
                .withMessage("a ' is not closed in: --name it's");
    }
}
