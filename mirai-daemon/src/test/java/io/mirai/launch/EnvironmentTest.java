package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.testing.Ports;
import java.io.File;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon has of its host: the rows of the README's table, each in a host that has it. */
@Tag("jdk")
@Timeout(120)
class EnvironmentTest {

    private static final String AGENT =
            """
            package beside;
            public class It {
                public static void agentmain(String args, java.lang.instrument.Instrumentation instrumentation) {
                    instrumentation.redefineModule(Object.class.getModule(), java.util.Set.of(), java.util.Map.of(),
                            java.util.Map.of("java.io", java.util.Set.of(It.class.getModule())), java.util.Set.of(), java.util.Map.of());
                }
            }
            """;

    private static final Set<String> MAY_DIFFER =
            Set.of("management", "heap", "collector", "set.later", "appended to the boot class path");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @SuppressWarnings("NullAway.Init") // before each
    private Path beside;

    @BeforeEach
    void compileWhatLiesBeside() throws Exception {
        Path source = Files.createDirectories(scratch.resolve("src/beside")).resolve("It.java");
        Files.writeString(source, AGENT);
        beside = scratch.resolve("beside");
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", beside.toString(), source.toString());
        assertThat(status).isZero();
    }

    @Test
    void options_ofTheCommandLine_areADaemonsToo() throws Exception {
        ProcessBuilder host = HostJvm.under(
                List.of(),
                List.of(
                        "-Dplain=a \"b\" # \\ kůň",
                        "-Dempty=",
                        "-Dcom.sun.management.jmxremote.authenticate=false",
                        "-Dfile.encoding=UTF-8",
                        "-Duser.language=fr",
                        "-Duser.language.format=it",
                        "-ea",
                        "-esa",
                        "-Xmx99m",
                        "-XX:+UseParallelGC",
                        "-Xbootclasspath/a:" + beside,
                        "--add-opens",
                        "java.base/java.util=ALL-UNNAMED",
                        "--add-exports",
                        "java.base/sun.net.util=ALL-UNNAMED",
                        "--add-modules",
                        "jdk.incubator.vector"),
                EnvironmentProgram.class);
        host.environment().put("MARK", "kept");
        host.environment().put("LC_ALL", "C.UTF-8");
        assertThat(facts(host.redirectError(scratch.resolve("err").toFile())))
                .containsEntry("directory", Path.of("").toAbsolutePath().toString())
                .containsEntry("environment", "kept")
                .containsEntry("plain", "a \"b\" # \\ kůň")
                .containsEntry("empty", "")
                .containsEntry("management", "here false, there null")
                .containsEntry("file.encoding", "UTF-8")
                .containsEntry("locale", "fr")
                .containsEntry("format", "it")
                .containsEntry("assertions", "true")
                .containsEntry("system assertions", "true")
                .containsEntry("appended to the boot class path", "null")
                .containsEntry("opened", "true")
                .containsEntry("opened by the manifest", "false")
                .containsEntry("not opened", "false")
                .containsEntry("exported", "true")
                .containsEntry("module", "jdk.incubator.vector")
                .containsEntry("heap", "here small, there large")
                .containsEntry("collector", "here PS MarkSweep, there Copy");
    }

    @Test
    void place_setByTheProgram_isADaemonsToo() throws Exception {
        ProcessBuilder host = HostJvm.under(List.of(), List.of(), EnvironmentProgram.class, "elsewhere");
        host.environment().put("LC_ALL", "de_DE.UTF-8");
        assertThat(facts(host))
                .containsEntry("locale", "sr-Latn-RS-u-nu-deva-x-home")
                .containsEntry("display", "ja-JP-u-ca-japanese-x-lvariant-JP")
                .containsEntry("format", "de-1996")
                .containsEntry("zone", "Asia/Kathmandu")
                .containsEntry("headless", "true")
                .containsEntry("assertions", "false")
                .containsEntry("set.later", "here x, there null");
    }

    @Test
    void options_ofAManifestAndItsAgent_areADaemonsToo() throws Exception {
        Path jar = scratch.resolve("my app.jar");
        Manifest manifest = new Manifest();
        Map<String, String> attributes = Map.of(
                "Manifest-Version", "1.0",
                "Main-Class", EnvironmentProgram.class.getName(),
                "Class-Path", classPathOfThisJvm(),
                "Add-Opens", "java.base/java.util java.base/java.lang",
                "Add-Exports", "java.base/sun.security.util java.base/sun.net.util",
                "Launcher-Agent-Class", "beside.It");
        attributes.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new JarEntry("beside/It.class"));
            Files.copy(beside.resolve("beside/It.class"), entries);
        }
        List<String> command = new ArrayList<>(
                HostJvm.under(List.of(), List.of(), EnvironmentProgram.class).command());
        command.subList(command.indexOf("-cp"), command.size()).clear();
        command.addAll(List.of("-jar", jar.getFileName().toString()));
        ProcessBuilder host = new ProcessBuilder(command).directory(scratch.toFile());
        assertThat(facts(host.redirectError(scratch.resolve("err").toFile())))
                .containsEntry("opened", "true")
                .containsEntry("opened by the manifest", "true")
                .containsEntry("exported", "true")
                .containsEntry("exported by the manifest", "true")
                .containsEntry("opened by the agent", "true")
                .containsEntry("not opened", "false");
    }

    @Test
    void options_ofTheEnvironment_areADaemonsToo_butWhatStaysAwayDoesNot() throws Exception {
        Path options = Files.writeString(scratch.resolve("options"), "-Dfrom.under=3 -XX:+UseParallelGC\n");
        Path arguments = Files.writeString(scratch.resolve("arguments"), "-Dfrom.jdk=\"a b\" -Dcontested=jdk");
        ProcessBuilder host = HostJvm.under(List.of(), List.of("-Dcontested=line"), EnvironmentProgram.class);
        host.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx99m -Dfrom.tool='1 2' -Dcontested=tool -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
                                + Ports.free());
        host.environment()
                .put(
                        "JDK_JAVA_OPTIONS",
                        "@" + arguments
                                + " --add-opens=java.base/java.util=ALL-UNNAMED -Dcom.sun.management.jmxremote.ssl=false"
                                + " -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.port="
                                + Ports.free());
        host.environment().put("_JAVA_OPTIONS", "-XX:VMOptionsFile=" + options + " -Dcontested=under");
        Path err = scratch.resolve("err");
        assertThat(facts(host.redirectError(err.toFile())))
                .containsEntry("from.tool", "1 2")
                .containsEntry("from.jdk", "a b")
                .containsEntry("from.under", "3")
                .containsEntry("contested", "under")
                .containsEntry("opened", "true")
                .containsEntry("management", "here false, there null")
                .containsEntry("heap", "here small, there large")
                .containsEntry("collector", "here PS MarkSweep, there Copy");
        assertThat(Files.readAllLines(err)).as("what its own JVM says").hasSize(3);
    }

    private static String classPathOfThisJvm() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> facts(ProcessBuilder host) throws Exception {
        String said = HostJvm.run(host);
        Map<String, String> facts = new TreeMap<>();
        said.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            facts.put(line.substring(0, Math.max(0, colon)), line.substring(colon + 2));
        });
        StringWriter unequal = new StringWriter();
        facts.forEach((name, value) -> {
            if (value.startsWith("here ") && !MAY_DIFFER.contains(name)) {
                unequal.append(name).append(": ").append(value).append('\n');
            }
        });
        assertThat(unequal.toString())
                .as("what a daemon has otherwise than its host")
                .isEmpty();
        return facts;
    }
}
