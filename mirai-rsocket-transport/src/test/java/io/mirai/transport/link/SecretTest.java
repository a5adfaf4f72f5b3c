package io.mirai.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.wire.Token;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

    private static final Token TOKEN = Token.random();

    @Test
    void text_ofATokenAlone_isReadBack() {
        Secret secret = Secret.of(TOKEN);
        assertThat(secret.text()).startsWith("mirai1_").hasSize(58);
        assertThat(Secret.parse(secret.text())).isEqualTo(secret);
        assertThat(Secret.parse(secret.text()).token()).isEqualTo(TOKEN);
        assertThat(secret.isForTls()).isFalse();
    }

    @Test
    void text_forTls_isReadBack() {
        Secret secret = forTls();
        assertThat(secret.text().length()).isBetween(500, 600);
        assertThat(Secret.parse(secret.text())).isEqualTo(secret).isNotEqualTo(Secret.of(TOKEN));
        assertThat(secret.isForTls()).isTrue();
    }

    @Test
    void parse_wrappedAndPasted_isTheSame() {
        Secret secret = forTls();
        assertThat(Secret.parse("  " + secret.text().substring(0, 80) + "\r\n "
                        + secret.text().substring(80) + "\n"))
                .isEqualTo(secret);
    }

    @Test
    void parse_cutOffAnywhere_saysSo() {
        String text = forTls().text();
        for (int length = "mirai1_".length(); length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> Secret.parse(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("this secret was cut off: it has " + (length - 7) + " of ");
        }
    }

    @Test
    void parse_anyLetterAltered_isRefusedAndNotShown() {
        String text = forTls().text();
        for (int at = 0; at < text.length(); at++) {
            String altered = text.substring(0, at) + (text.charAt(at) == 'x' ? 'y' : 'x') + text.substring(at + 1);
            assertThatThrownBy(() -> Secret.parse(altered))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(text.substring(20, 24))
                    .hasNoCause();
        }
    }

    @Test
    void parse_lastLetterAltered_isRefused_whateverItBecomes() {
        String text = Secret.of(Token.random()).text(); // of a length that leaves two of its bits without a meaning
        for (char letter : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            if (letter != text.charAt(text.length() - 1)) {
                String altered = text.substring(0, text.length() - 1) + letter;
                assertThatThrownBy(() -> Secret.parse(altered)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tcp://127.0.0.1:1", "mirai", "mirai1", "0123456789abcdef"})
    void parse_anythingElse_isNoSecret(String text) {
        assertThatThrownBy(() -> Secret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("this is no secret of Mirai, which begins with mirai1_");
    }

    @Test
    void parse_newer_namesBothVersions() {
        assertThatThrownBy(() -> Secret.parse("mirai2_AAAA"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("this secret has version 2, but this daemon knows version 1: start the daemon");
    }

    @Test
    void toString_any_showsNothing() {
        assertThat(forTls()).hasToString("Secret[secret]");
    }

    private static Secret forTls() {
        byte[] pin = new byte[32];
        byte[] key = new byte[32];
        byte[] certificate = new byte[275];
        Random random = new Random(1);
        random.nextBytes(pin);
        random.nextBytes(key);
        random.nextBytes(certificate);
        return Secret.of(TOKEN, pin, certificate, key);
    }
}
