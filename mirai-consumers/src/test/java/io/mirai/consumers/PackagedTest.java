package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One program in many packagings, each made by its own tool: its daemon finds the same as on a plain class path. */
@Timeout(120)
class PackagedTest {

    private static final String MAIN = "com.example.Facts";
    private static final Path TARGET = Path.of(System.getProperty("projects"), "packaged", "target");

    private static String expected = "";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @BeforeAll
    static void runOnAPlainClassPath() throws Exception {
        expected = run(TARGET, Program.java(), "-cp", "classes" + File.pathSeparator + "lib/*", MAIN);
        assertThat(expected.lines())
                .containsExactly(
                        "value: 50",
                        "map: [1, 4, 9]",
                        "class: 2.5 [given]",
                        "resource: dobrý den",
                        "resource of the context: true",
                        "bundle: ja",
                        "service: provided",
                        "library: 1970-01-01T01:00:00.000+01:00",
                        "library's object: Duration[hours=5]",
                        "error: MiraiError because of com.example.Facts$Broken: on purpose");
    }

    @Test
    void jar_withAClassPathInItsManifest_isEqual() throws Exception {
        assertThat(run(TARGET, Program.java(), "-jar", "packaged-1.jar")).isEqualTo(expected);
    }

    @Test
    void shadedJar_isEqual() throws Exception {
        assertThat(run(TARGET, Program.java(), "-jar", "packaged-1-shaded.jar")).isEqualTo(expected);
    }

    @Test
    void executableJar_ofSpringBoot_isEqual() throws Exception {
        assertThat(run(TARGET, Program.java(), "-jar", "packaged-1-executable.jar"))
                .isEqualTo(expected);
    }

    @Test
    void executableJar_withAMainClassGiven_isEqual() throws Exception {
        assertThat(run(TARGET, Program.java(), "-Dloader.main=" + MAIN, "-jar", "packaged-1-loader-main.jar"))
                .isEqualTo(expected);
    }

    @Test
    void executableJar_inAReadOnlyDirectoryWithoutAHome_isEqual() throws Exception {
        Path directory = Files.createDirectory(scratch.resolve("read only %41 ž"));
        Path jar = Files.copy(TARGET.resolve("packaged-1-executable.jar"), directory.resolve("my app.jar"));
        assertThat(directory.toFile().setReadOnly()).isTrue();
        List<String> command = Program.command(
                Program.java(),
                "-Duser.home=/nonexistent",
                "-jar",
                jar.getFileName().toString());
        try {
            assertThat(Program.output(
                            directory, Map.of("XDG_CACHE_HOME", "/dev/null/none", "LC_ALL", "C.UTF-8"), command))
                    .isEqualTo(expected);
        } finally {
            assertThat(directory.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void execJava_ofMaven_isEqual() throws Exception {
        assertThat(TARGET.resolve("facts-of-exec")).content().isEqualTo(expected);
    }

    @Test
    void argumentFile_isEqual() throws Exception {
        Path place = Files.createDirectory(scratch.resolve("my %41 libraries č"));
        copyLibraries(place);
        String classPath = "\"" + TARGET.resolve("classes") + File.pathSeparator + place.getFileName() + "/*\"";
        Files.writeString(scratch.resolve("arguments"), "-cp " + classPath + "\n" + MAIN + "\n");
        List<String> command = Program.command(Program.java(), "@arguments");
        assertThat(Program.output(scratch, Map.of("LC_ALL", "C.UTF-8"), command))
                .isEqualTo(expected);
    }

    /** As Surefire and IDEs make one where a command line would be too long. */
    @Test
    void jarThatHoldsOnlyAClassPath_isEqual() throws Exception {
        Path place = Files.createDirectory(scratch.resolve("my %41 libraries"));
        copyLibraries(place);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, MAIN);
        try (Stream<Path> jars = Files.list(place)) {
            String relative = jars.map(jar -> "my%20%2541%20libraries/" + jar.getFileName())
                    .collect(Collectors.joining(" "));
            manifest.getMainAttributes()
                    .put(
                            Attributes.Name.CLASS_PATH,
                            "missing.jar " + TARGET.resolve("classes").toUri() + " " + relative);
        }
        Path jar = scratch.resolve("path.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.flush();
        }
        assertThat(run(scratch, Program.java(), "-jar", "path.jar")).isEqualTo(expected);
        assertThat(run(scratch, Program.java(), "-cp", "path.jar", MAIN)).isEqualTo(expected);
    }

    /** With the modules that the README names and no other. */
    @Test
    void runtimeImage_isEqual() throws Exception {
        Path image = scratch.resolve("image");
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--add-modules",
                        "java.base,java.management,jdk.unsupported",
                        "--output",
                        image.toString());
        assertThat(status).isZero();
        assertThat(run(TARGET, image.resolve("bin/java"), "-jar", "packaged-1.jar"))
                .isEqualTo(expected);

        // As an application's own launcher, in an image without java: then its daemons run on that of the PATH.
        Path launcher = Files.move(image.resolve("bin/java"), image.resolve("bin/app"));
        String path = Path.of(System.getProperty("java.home"), "bin").toString();
        List<String> command = Program.command(launcher, "-jar", "packaged-1.jar");
        assertThat(Program.output(TARGET, Map.of("PATH", path), command)).isEqualTo(expected);
    }

    private static void copyLibraries(Path into) throws IOException {
        try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, into.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String run(Path directory, Path java, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-Dfile.encoding=UTF-8"));
        all.addAll(Arrays.asList(arguments));
        return Program.output(directory, Map.of(), Program.command(java, all.toArray(String[]::new)));
    }
}
