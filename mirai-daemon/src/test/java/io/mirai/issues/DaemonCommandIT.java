package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.daemon.end.ExitCode;
import io.mirai.spi.Departure;
import io.mirai.testing.NeedsRunnableJar;
import io.mirai.testing.Ports;
import io.mirai.testing.Secrets;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Protocol;
import io.mirai.wire.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar as somebody on another machine has it: one file, a JRE, nothing set up. */
@NeedsRunnableJar
class DaemonCommandIT {

    private static final String NOBODY = "tcp://127.0.0.1:1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private RunnableJar.Ended run(String input, String... arguments) throws Exception {
        return RunnableJar.run(scratch, input, arguments);
    }

    private void assertWrong(RunnableJar.Ended ended, String... parts) {
        assertThat(List.of(parts)).allSatisfy(part -> assertThat(ended.err()).contains(part));
        assertThat(ended.err()).startsWith("mirai").endsWith("\n").hasLineCount(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(ExitCode.BAD_CONFIG.status());
    }

    // ---- What describes it ----

    @Test
    void help_hasExamplesAndAllExitStatuses() throws Exception {
        RunnableJar.Ended ended = run("", "daemon", "--help");
        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("Examples:", "--secret-file", "--autoexit", "persist");
        for (ExitCode code : ExitCode.values()) {
            assertThat(ended.out()).contains("\n  " + code.status() + " ");
        }
        assertThat(run("", "--help").out()).contains("daemon", "generate-completion");
    }

    @Test
    void version_tellsWhatAHostMustFit() throws Exception {
        assertThat(run("", "--version").out())
                .matches("mirai \\d+\\S*\n.*\nJava [^\n]*\n")
                .contains("protocol " + Protocol.VERSION + ", codec " + Protocol.CODEC, "Java " + Runtime.version());
    }

    @Test
    void completion_isTakenByBash() throws Exception {
        Path script = Files.writeString(
                scratch.resolve("completion"), run("", "generate-completion").out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        ". " + script
                                + "; COMP_WORDS=(mirai daemon --sec); COMP_CWORD=2; COMP_LINE='mirai daemon --sec'; _complete_mirai; echo \"${COMPREPLY[@]}\"")
                .redirectError(ProcessBuilder.Redirect.DISCARD) // it says that it is called by no completion
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .startsWith("--secret-file");
    }

    // ---- What is wrong ----

    @Test
    void noSecret_isSaidAtOnce() throws Exception {
        assertWrong(run("", "daemon", NOBODY), "there is no secret on standard input", "--secret-file");
    }

    @Test
    void secretThatWasCutOff_isSaid_andNotShown() throws Exception {
        String whole = Secret.of(Token.random()).text();
        String half = whole.substring(0, whole.length() / 2);
        RunnableJar.Ended ended = run(half, "daemon", NOBODY);
        assertWrong(ended, "this secret was cut off");
        assertThat(ended.err()).doesNotContain(half.substring(half.indexOf('_') + 1));
    }

    @Test
    void secretAmongTheArguments_isRefused_andNotShown() throws Exception {
        String secret = Secret.of(Token.random()).text();
        for (String[] arguments : List.of(
                new String[] {"daemon", secret},
                new String[] {"daemon", NOBODY, secret},
                new String[] {"daemon", NOBODY, "--secret=" + secret},
                new String[] {"daemon", NOBODY, "--secret-file=" + secret})) {
            RunnableJar.Ended ended = run(secret, arguments);
            assertWrong(ended);
            assertThat(ended.err()).doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "foo://127.0.0.1:1",
                "tcp://127.0.0.1:99999",
                NOBODY + " --threads=0",
                NOBODY + " --threads=many",
                NOBODY + " --max-tasks=0",
                NOBODY + " --idle-time=3",
                NOBODY + " --wall-time=0s",
                NOBODY + " --timer-start=-1",
                NOBODY + " --cleanup=16",
                NOBODY + " --slot=-2",
                NOBODY + " --autoexit=never",
                NOBODY + " --frobnicate"
            })
    void wrongArguments_areSaidInOneLine(String arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("daemon"));
        words.addAll(Arrays.asList(arguments.split(" ")));
        assertWrong(run(Secret.of(Token.random()).text(), words.toArray(new String[0])));
    }

    @Test
    void wrongCommand_isSaid() throws Exception {
        assertWrong(run("", "deamon", NOBODY), "none of the commands");
        assertWrong(run(""), "Missing required subcommand");
    }

    @Test
    void secretFile_thatIsNotThisUsersAlone_orNotThere_isRefused() throws Exception {
        Path file = secretFile("rw-r-----", Secret.of(Token.random()).text());
        assertWrong(run("", "daemon", NOBODY, "--secret-file=" + file), "others than the owner may use", "chmod 600");
        assertWrong(run("", "daemon", NOBODY, "--secret-file=" + scratch.resolve("none")), "cannot be read");
        assertWrong(run("", "daemon", NOBODY, "--secret-file=" + secretFile("rw-------", "\n")), "is empty");
    }

    @Test
    void noAuthorities_areSaid() throws Exception {
        Path file = Files.writeString(scratch.resolve("ca.pem"), "nothing");
        assertWrong(run("", "daemon", NOBODY, "--tls-ca=" + file), file.toString());
        assertWrong(run("", "daemon", NOBODY, "--tls-ca=" + scratch.resolve("none")), "none");
    }

    private Path secretFile(String permissions, String text) throws IOException {
        Path file = Files.writeString(scratch.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    // ---- Dialling ----

    @Test
    void noHost_isSaidAtOnce() throws Exception {
        RunnableJar.Ended ended = run(Secret.of(Token.random()).text(), "daemon", NOBODY);
        assertThat(ended.err())
                .contains("cannot reach a host on " + NOBODY, "refused", "--autoexit=persist")
                .hasLineCount(1);
        assertThat(ended.status()).isEqualTo(ExitCode.NO_HOST.status());
    }

    @Test
    void wrongSecret_isRefusedByTheHost_withItsReason() throws Exception {
        try (AnyHost host = new AnyHost()) {
            RunnableJar.Ended ended = run(Secret.of(Token.random()).text(), "daemon", host.url());
            assertThat(ended.err())
                    .startsWith("mirai daemon: the host refused this daemon: ")
                    .hasLineCount(1);
            assertThat(ended.status()).isEqualTo(ExitCode.REFUSED.status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://127.0.0.1:0", "tls+tcp://127.0.0.1:0", "ws://127.0.0.1:0/mirai", "wss://127.0.0.1:0/mirai"
            })
    void daemon_servesAHost_thatGivesItAllClasses(String url) throws Exception {
        try (AnyHost host = new AnyHost(url, Token.random());
                RunnableJar daemon = RunnableJar.start(scratch, Map.of(), host.secret(), "daemon", host.url())) {
            DaemonLink link = host.next();
            assertThat(host.call(link, () -> new Greeting("hello").toString())).isEqualTo("Greeting[text=hello]");
            assertThat(host.call(link, () -> DaemonContext.current().index())).isEqualTo(0);
            assertThat(host.call(link, DaemonCommandIT::hiddenLibraries)).isEqualTo(List.of());
            link.close();
            RunnableJar.Ended ended = daemon.end();
            assertThat(ended.status()).isEqualTo(ExitCode.HOST_GONE.status());
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .contains(
                            "mirai daemon: serves the host at " + host.url() + " in slot 0\n",
                            "its link to the host had ended")
                    .hasLineCount(2);
        }
    }

    @Test
    void hostThatEndsTheLink_isQuoted() throws Exception {
        try (AnyHost host = new AnyHost();
                RunnableJar daemon = RunnableJar.start(scratch, Map.of(), host.secret(), "daemon", host.url())) {
            host.next().refuse("it is\nno more wanted");
            RunnableJar.Ended ended = daemon.end();
            assertThat(ended.status()).isEqualTo(ExitCode.HOST_GONE.status());
            assertThat(ended.err())
                    .contains("its link to the host had ended, since the host ended it: it is no more wanted; ")
                    .hasLineCount(2);
        }
    }

    record Greeting(String text) {}

    /** The daemon's own libraries that user code can see. */
    private static List<String> hiddenLibraries() {
        List<String> seen = new ArrayList<>();
        ClassLoader own = DaemonCommandIT.class.getClassLoader().getParent();
        for (String name : List.of(
                "io.netty.buffer.ByteBuf", "org.slf4j.Logger", "picocli.CommandLine", "io.mirai.daemon.DaemonMain")) {
            try {
                seen.add(own.loadClass(name).getName());
            } catch (ClassNotFoundException e) {
                // As it has to be.
            }
        }
        return seen;
    }

    /** A jar that was cut off or altered; whatever thread meets it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/mirai/transport/daemon/HostConnection",
                "io/mirai/transport/daemon/Upgrade",
                "io/mirai/transport/daemon/SetupConnection",
                "io/mirai/transport/daemon/Responder",
                "io/mirai/transport/daemon/ControlSender"
            })
    void classThatIsMissing_endsTheDaemon_andIsSaid(String name) throws Exception {
        Path broken = Files.copy(RunnableJar.file(), scratch.resolve("broken.jar"));
        try (FileSystem jar = FileSystems.newFileSystem(broken)) {
            Files.delete(jar.getPath(name + ".class"));
        }
        try (AnyHost host = new AnyHost("wss://127.0.0.1:0/mirai", Token.random());
                RunnableJar daemon =
                        RunnableJar.start(broken, scratch, Map.of(), host.secret(), "daemon", host.url())) {
            RunnableJar.Ended ended = daemon.end();
            assertThat(ended.err()).contains(name.substring(name.lastIndexOf('/') + 1));
            assertThat(ended.status()).isEqualTo(ExitCode.BROKEN.status());
        }
    }

    @Test
    void options_reachTheDaemon() throws Exception {
        try (AnyHost host = new AnyHost();
                RunnableJar daemon = RunnableJar.start(
                        scratch,
                        Map.of("MIRAI_SECRET", host.secret()),
                        "",
                        "daemon",
                        host.url(),
                        "--threads=3",
                        "--slot=4",
                        "--output",
                        "--max-tasks=2")) {
            DaemonLink link = host.next();
            assertThat(link.setup().capacity()).isEqualTo(3);
            assertThat(link.setup().slot()).isEqualTo(4);
            host.call(link, () -> {
                System.out.println("printed there");
                return 1;
            });
            assertThat(AnyHost.next(host.lines)).isEqualTo("printed there");
            assertThat(host.call(link, () -> 2)).isEqualTo(2);
            assertThat(AnyHost.next(host.departures)).isEqualTo(Departure.MAX_TASKS);
            assertThat(daemon.end().status()).isEqualTo(ExitCode.MAX_TASKS.status());
        }
    }

    @Test
    void secretInAFile_isInNoArgumentAndNoEnvironment() throws Exception {
        try (AnyHost host = new AnyHost()) {
            Path file = secretFile("rw-------", host.secret() + "\n");
            try (RunnableJar daemon = RunnableJar.start(
                    scratch, Map.of(), "", "daemon", host.url(), "--secret-file=" + file.getFileName())) {
                host.call(host.next(), () -> 1);
                assertThat(Secrets.inProcesses(host.secret())).isEmpty();
                daemon.process().destroy();
                assertThat(daemon.end().status()).isEqualTo(128 + 15);
            }
        }
    }

    @Test
    void persistentDaemon_waitsForTheFirstHost_andServesTheNext() throws Exception {
        Token token = Token.random();
        String url = "tcp://127.0.0.1:" + Ports.free();
        try (RunnableJar daemon =
                RunnableJar.start(scratch, Map.of(), Secret.of(token).text(), "daemon", url, "--autoexit=persist")) {
            await().atMost(RunnableJar.DEADLINE).until(() -> daemon.err().contains("goes on dialling"));
            for (int i = 0; i < 2; i++) {
                try (AnyHost host = new AnyHost(url, token)) {
                    assertThat(host.call(host.next(), Counted::next)).isEqualTo(1);
                }
            }
            daemon.process().destroy();
            RunnableJar.Ended ended = daemon.end();
            assertThat(ended.status()).isEqualTo(128 + 15);
            assertThat(ended.err()).contains("serves the host", "its link to the host had ended", "SIGTERM");
        }
    }

    static final class Counted {

        private static int count;

        private Counted() {}

        static int next() {
            return ++count;
        }
    }

    @Test
    void task_startsDaemonsOfItsOwn_outOfTheOneJar() throws Exception {
        try (AnyHost host = new AnyHost();
                RunnableJar daemon = RunnableJar.start(scratch, Map.of(), host.secret(), "daemon", host.url())) {
            assertThat(host.call(host.next(), () -> {
                        try (Daemons below = Daemons.local(1)) {
                            return below.mirai(() -> new Greeting("below").toString())
                                    .collect();
                        }
                    }))
                    .isEqualTo("Greeting[text=below]");
            assertThat(daemon.process().isAlive()).isTrue();
        }
    }
}
