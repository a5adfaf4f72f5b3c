package io.mirai.launch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private Path file() {
        return scratch.resolve("identity");
    }

    @Test
    void fileThatIsNotThere_isMade_forThisUserAlone_andNothingElse() throws IOException {
        Identity made = Identity.open(file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Identity.open(file()).token()).isEqualTo(made.token());
        try (Stream<Path> files = Files.list(scratch)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void nextHost_hasTheSameTokensAndKeys() throws IOException {
        Identity first = Identity.open(file());
        var token = first.issueTo(3);
        var certificate = first.authority().certificate();
        Identity next = Identity.open(file());
        assertThat(next.issuedTo(3)).isEqualTo(token);
        assertThat(next.issuedTo(4)).isNull();
        assertThat(next.authority().certificate()).isEqualTo(certificate);
        assertThat(next.authority().host().certificate())
                .isEqualTo(first.authority().host().certificate());
    }

    @Test
    void tokenThatIsTakenBack_isNotOfTheNextHostEither() throws IOException {
        Identity first = Identity.open(file());
        var shared = first.token();
        var own = first.issueTo(0);
        first.renew();
        first.renew(0);
        Identity next = Identity.open(file());
        assertThat(next.token()).isEqualTo(first.token()).isNotEqualTo(shared);
        assertThat(next.issuedTo(0)).isEqualTo(first.issuedTo(0)).isNotEqualTo(own);
    }

    @Test
    void withoutAFile_eachHostHasItsOwn() throws IOException {
        assertThat(Identity.open(null).token()).isNotEqualTo(Identity.open(null).token());
        assertThat(Identity.open(null)).hasToString("Identity[secret]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
    void fileThatOthersMayRead_isRefused(String permissions) throws IOException {
        Identity.open(file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> Identity.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file().toString(), permissions, "chmod 600");
    }

    @Test
    void fileThatIsNoIdentity_isRefused_andNotShown() throws IOException {
        Identity.open(file()).authority();
        List<String> lines = Files.readAllLines(file());
        for (String damaged : List.of(
                "",
                "nonsense",
                "token=abc123",
                cut(lines),
                "token=" + "0".repeat(64) + "\ntoken.x=1",
                "a=\\u00",
                "é")) {
            Files.write(file(), damaged.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> Identity.open(file()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the file " + file()
                            + " is no identity of a host, or not a whole one: name another, or delete it for a new one")
                    .hasNoCause();
        }
    }

    /** In the middle of its last line. */
    private static String cut(List<String> lines) {
        String all = String.join("\n", lines);
        return all.substring(0, all.length() - 20);
    }

    @Test
    void directoryThatIsNotThere_isSaid() {
        assertThatThrownBy(() -> Identity.open(scratch.resolve("none/identity")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its directory is not there");
    }
}
