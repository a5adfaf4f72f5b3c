package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mirai.Daemons;
import io.mirai.Mirais;
import io.mirai.TlsConfig;
import io.mirai.testing.PastedDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user says of TLS. */
class TlsConfigTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    /** A certificate of its own authority for localhost, by the JDK's tool and openssl where it is; an encrypted key beside it. */
    private void makeCertificates() throws Exception {
        assumeThat(Path.of("/usr/bin/openssl"))
                .as("openssl makes the certificates")
                .exists();
        run(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem");
        run(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=other -keyout other.key -out other.pem");
        run(
                "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost"
                        + " -keyout host.key -out host.csr");
        Files.writeString(scratch.resolve("ext"), "subjectAltName=DNS:localhost\n");
        run(
                "openssl x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out host.pem");
        run("openssl pkcs8 -topk8 -in host.key -passout pass:secret -out locked.key");
    }

    private void run(String command) throws Exception {
        Process process = new ProcessBuilder(List.of(command.split(" ", -1)))
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("openssl.log").toFile())
                .start();
        assertThat(process.waitFor()).as(command).isZero();
    }

    private String file(String name) {
        return scratch.resolve(name).toString();
    }

    @Test
    void ownCertificate_isShown_andItsErrorsAreSaid() throws Exception {
        makeCertificates();
        TlsConfig good = TlsConfig.of(file("host.pem"), file("locked.key"), file("ca.pem"))
                .password("secret"::toCharArray);
        try (Daemons daemons =
                Daemons.builder().url("tls+tcp://localhost:0").tls(good).start()) {
            String line = daemons.launchCommands(1).get(0);
            try (PastedDaemon pinned = PastedDaemon.paste(line)) {
                assertThat(daemons.mirai(() -> ProcessHandle.current().pid()).block(DialInTest.DEADLINE))
                        .isEqualTo(pinned.process().pid());
            }
            await().atMost(DialInTest.DEADLINE).until(() -> daemons.status().connections() == 0);
            try (PastedDaemon byName = PastedDaemon.paste(line + " --tls-ca=" + file("ca.pem"))) {
                assertThat(daemons.mirai(() -> ProcessHandle.current().pid()).block(DialInTest.DEADLINE))
                        .isEqualTo(byName.process().pid());
            }
            try (PastedDaemon wary = PastedDaemon.paste(line + " --tls-ca=" + file("other.pem"))) {
                assertThat(wary.awaitExit()).isNotZero();
                assertThat(wary.said()).contains("certificat");
            }
        }
        assertRefused(TlsConfig.of(file("host.pem"), file("host.key"), file("other.pem")), "do not vouch");
        assertRefused(TlsConfig.of(file("host.pem"), file("locked.key"), ""), "password");
        assertRefused(
                TlsConfig.of(file("host.pem"), file("locked.key"), "").password("wrong"::toCharArray), "password");
        assertRefused(TlsConfig.of(file("none.pem"), file("host.key"), ""), "none.pem");
        assertRefused(TlsConfig.of(file("host.pem"), file("ca.key"), ""), "key");
        assertThat(good).hasToString("TlsConfig[a certificate of its own]");
    }

    private static void assertRefused(TlsConfig tls, String why) {
        assertThatThrownBy(() -> Daemons.builder()
                        .url("tls+tcp://localhost:0")
                        .tls(tls)
                        .start()
                        .close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen")
                .hasMessageContaining(why)
                .hasMessageNotContaining("BEGIN");
    }

    @Test
    void hostUrl_isAnAddressToListenAt() {
        assertThat(Mirais.hostUrl(false, false, 5555)).matches("tcp://[^/:]+:5555");
        assertThat(Mirais.hostUrl(true, false, 80)).matches("ws://[^/:]+:80");
        assertThat(Mirais.hostUrl(true, true, 443)).matches("wss://[^/:]+:443");
        try (Daemons daemons =
                Daemons.builder().url(Mirais.hostUrl(false, true, 0)).start()) {
            assertThat(daemons.status().url()).matches("tls\\+tcp://[^/:]+:[1-9]\\d*");
        }
        assertThatThrownBy(() -> Mirais.hostUrl(false, true, 65_536)).isInstanceOf(IllegalArgumentException.class);
    }
}
