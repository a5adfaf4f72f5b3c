package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmCommandTest {

    private static final String JAVA = "/opt/java";
    private static final HostOptions NONE = HostOptions.sort(List.of());

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void of_java17_hasNoFlagThatItDoesNotKnow() throws IOException {
        assertThat(command(17, 1, NONE))
                .startsWith(JAVA, "-XX:ErrorFile=/crash", "-XX:+UseSerialGC")
                .contains("-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000")
                .noneMatch(argument -> argument.contains("native-access") || argument.contains("unsafe"));
    }

    @Test
    void of_newerJava_silencesItsWarnings() throws IOException {
        assertThat(command(22, 1, NONE))
                .contains("--enable-native-access=ALL-UNNAMED")
                .doesNotContain("--sun-misc-unsafe-memory-access=allow");
        assertThat(command(25, 1, NONE))
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void of_oneAmongMany_sharesTheMemory() throws IOException {
        assertThat(command(17, 2, NONE)).contains("-XX:MaxRAMPercentage=25.0");
        assertThat(command(17, 30, NONE)).contains("-XX:MaxRAMPercentage=2.5");
    }

    @Test
    void of_whatTheHostHas_standsBetweenOursAndTheUsers() throws IOException {
        assertThat(command(17, 1, HostOptions.sort(List.of("-ea", "-Xmx64m")), "-Xmx1g", "-da"))
                .containsSubsequence(
                        "-XX:+UseSerialGC",
                        "-ea",
                        "--add-opens=java.base/java.net=ALL-UNNAMED",
                        "-Duser.timezone=Asia/Tokyo",
                        "-Xmx1g",
                        "-da",
                        "-cp",
                        "/a.jar:/b.jar",
                        "io.mirai.daemon.DaemonMain")
                .doesNotContain("-Xmx64m");
    }

    @Test
    void of_propertiesOfTheHost_standInAFile() throws IOException {
        HostOptions options = HostOptions.sort(List.of("-Dpassword=x", "-Dtext=a \"b\" \\ # 'c'\n\td"));
        assertThat(command(17, 1, options))
                .contains("@" + scratch.resolve("properties"))
                .noneMatch(argument -> argument.contains("password"));
        assertThat(scratch.resolve("properties"))
                .content()
                .isEqualTo("\"-Dpassword=x\"\n\"-Dtext=a \\\"b\\\" \\\\ # 'c'\\n\\td\"\n");
    }

    @Test
    void shown_tellsAllButSecrets() throws IOException {
        HostOptions options = HostOptions.sort(
                List.of("-Dcolor=red", "-Djavax.net.ssl.keyStorePassword=x y", "-Xmx64m", "-javaagent:a.jar"));
        assertThat(of(17, 1, options, "-Xss1m").shown())
                .startsWith("options of this JVM that daemons do not get: -Xmx64m -javaagent:a.jar\ncommand: " + JAVA)
                .contains(" -Dcolor=red -Djavax.net.ssl.keyStorePassword=*** ", " -Xss1m -cp ");
        assertThat(of(17, 1, NONE).shown()).startsWith("command: ");
    }

    @Test
    void of_argumentsThatNameACollector_dropsOurs() throws IOException {
        for (String collector : List.of("Serial", "Parallel", "G1", "Z", "Shenandoah", "Epsilon")) {
            String option = "-XX:+Use" + collector + "GC";
            assertThat(command(17, 1, NONE, option))
                    .filteredOn(argument -> argument.matches("-XX:[+]Use.*GC"))
                    .containsExactly(option);
        }
        Path more = Files.writeString(scratch.resolve("more"), "-Dx=1 -XX:+UseG1GC\n");
        assertThat(command(17, 1, NONE, "-XX:VMOptionsFile=" + more)).doesNotContain("-XX:+UseSerialGC");
        Path flags = Files.writeString(scratch.resolve("flags"), "+UseParallelGC\n");
        assertThat(command(17, 1, NONE, "-XX:Flags=" + flags)).doesNotContain("-XX:+UseSerialGC");
        assertThat(command(17, 1, NONE, "-XX:VMOptionsFile=/nowhere")).contains("-XX:+UseSerialGC");
    }

    @Test
    void jars_holdOurOwnLibrariesAndNothingOfTheUser() throws IOException {
        List<Path> jars = DaemonClassPath.jars(new JarCopies(() -> new JarCache(scratch, 1)));
        assertThat(jars)
                .doesNotHaveDuplicates()
                .anyMatch(jar -> jar.toString().contains("reactor-core"))
                .anyMatch(jar -> jar.toString().contains("kryo5"))
                .anyMatch(jar -> jar.toString().contains("native-epoll"))
                .noneMatch(jar -> jar.toString().contains("junit")
                        || jar.toString().contains("logback")
                        || jar.toString().contains("test-classes")
                        || jar.toString().contains("netty-http"));
    }

    private List<String> command(int feature, int daemons, HostOptions options, String... arguments)
            throws IOException {
        return of(feature, daemons, options, arguments).words();
    }

    private JvmCommand of(int feature, int daemons, HostOptions options, String... arguments) throws IOException {
        JvmCommand.Host host = new JvmCommand.Host(
                options,
                List.of("--add-opens=java.base/java.net=ALL-UNNAMED"),
                List.of("-Duser.timezone=Asia/Tokyo"),
                List.of(Path.of("/a.jar"), Path.of("/b.jar")));
        return JvmCommand.of(
                new JavaProgram(JAVA, feature),
                daemons,
                Path.of("/crash"),
                host,
                List.of(),
                scratch.resolve("properties"),
                List.of(arguments));
    }
}
