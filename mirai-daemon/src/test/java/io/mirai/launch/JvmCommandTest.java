package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class JvmCommandTest {

    private static final Path JAVA = Path.of("/opt/java");

    @Test
    void of_java17_hasNoFlagThatItDoesNotKnow() {
        assertThat(command(17))
                .startsWith(JAVA.toString(), "-XX:+UseSerialGC")
                .contains("-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000", "-Xshare:auto")
                .noneMatch(argument -> argument.contains("native-access") || argument.contains("unsafe"));
    }

    @Test
    void of_newerJava_silencesItsWarnings() {
        assertThat(command(22))
                .contains("--enable-native-access=ALL-UNNAMED")
                .doesNotContain("--sun-misc-unsafe-memory-access=allow");
        assertThat(command(25))
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void forDaemon_amongMany_sharesTheMemory() {
        assertThat(forDaemon(2)).contains("-XX:MaxRAMPercentage=25.0");
        assertThat(forDaemon(30)).contains("-XX:MaxRAMPercentage=2.5");
    }

    @Test
    void of_argumentsOfTheHost_forwardsThoseThatChangeMeaning() {
        assertThat(command(17,
                        "--enable-preview",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-modules=java.sql",
                        "-ea:com.example...",
                        "-esa",
                        "-Xmx64m",
                        "-javaagent:x.jar",
                        "-agentlib:jdwp=transport=dt_socket",
                        "-Dpassword=x",
                        "-XX:+UseZGC"))
                .contains(
                        "--enable-preview",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-modules=java.sql",
                        "-ea:com.example...",
                        "-esa")
                .noneMatch(argument -> argument.startsWith("-Xmx")
                        || argument.contains("agent")
                        || argument.contains("password")
                        || argument.contains("ZGC"));
    }

    @Test
    void of_modulesOfTheHost_forwardsThoseOfTheJdk() {
        assertThat(command(17,
                        "--add-modules=java.sql,io.mirai.daemon,ALL-SYSTEM,ALL-MODULE-PATH",
                        "--add-modules=com.example.app",
                        "--add-opens=com.example.app/com.example=ALL-UNNAMED",
                        "--add-opens=java.base/java.net=com.example.app,com.example.lib",
                        "--add-opens=nonsense"))
                .contains("--add-modules=java.sql,ALL-SYSTEM", "--add-opens=java.base/java.net=ALL-UNNAMED")
                .noneMatch(argument -> argument.contains("example") || argument.contains("nonsense"))
                .noneMatch(argument -> argument.contains("ALL-MODULE-PATH") || argument.contains("=io.mirai"));
    }

    @Test
    void of_thePlace_isTheHostsPresentOne() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.CANADA_FRENCH);
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(command(17))
                    .contains(
                            "-Dfile.encoding=" + System.getProperty("file.encoding"),
                            "-Duser.language=fr",
                            "-Duser.country=CA",
                            "-Duser.timezone=Asia/Tokyo");
            Locale.setDefault(new Locale("eo"));
            assertThat(command(17))
                    .contains("-Duser.language=eo")
                    .noneMatch(argument -> argument.startsWith("-Duser.country"));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void of_theClassPath_endsWithTheProgram() {
        assertThat(command(17)).endsWith("-cp", "/a.jar:/b.jar", "io.mirai.daemon.DaemonMain");
    }

    @Test
    void forDaemon_withArguments_putsThemAfterOurs() {
        assertThat(forDaemon(1, "-Xmx1g", "-da"))
                .startsWith(
                        JAVA.toString(),
                        "-XX:ErrorFile=/crash",
                        "-XX:MaxRAMPercentage=25.0",
                        "-XX:+UseSerialGC")
                .endsWith("-Xmx1g", "-da", "-cp", "/a.jar:/b.jar", "io.mirai.daemon.DaemonMain");
    }

    @Test
    void forDaemon_withACollector_dropsOurs() {
        for (String collector : List.of("Serial", "Parallel", "G1", "Z", "Shenandoah", "Epsilon")) {
            String option = "-XX:+Use" + collector + "GC";
            assertThat(forDaemon(1, option))
                    .filteredOn(argument -> argument.matches("-XX:[+]Use.*GC"))
                    .containsExactly(option);
        }
    }

    @Test
    void jars_holdOurOwnLibrariesAndNothingOfTheUser() {
        List<Path> jars = DaemonClassPath.jars();
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

    private static List<String> forDaemon(int daemons, String... arguments) {
        return JvmCommand.forDaemon(command(17), daemons, Path.of("/crash"), List.of(arguments));
    }

    private static List<String> command(int feature, String... hostArguments) {
        return JvmCommand.of(
                JAVA, feature, List.of(hostArguments), List.of(Path.of("/a.jar"), Path.of("/b.jar")));
    }
}
