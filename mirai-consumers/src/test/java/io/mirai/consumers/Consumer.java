package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A project of {@code src/it} that Maven has built: its class path, and its programs in JVMs of their own. */
record Consumer(Path directory) {

    /** What a program did. */
    record Run(int exitCode, String output, List<String> errors) {}

    private static final int DEADLINE_SECONDS = 100;
    private static final int WARNS_SINCE = 24;

    /** Where a local repository keeps a jar: group, artifact, version, file. */
    private static final Pattern JAR = Pattern.compile("(.*)/([^/]+)/([^/]+)/\\2-\\3(-[^/]+)?\\.jar");

    static Consumer of(String name) {
        return new Consumer(Path.of(System.getProperty("projects"), name));
    }

    /** What Maven has resolved for the run of the project. */
    List<String> libraries() throws IOException {
        String classPath =
                Files.readString(directory.resolve("target/class-path")).strip();
        return List.of(classPath.split(File.pathSeparator));
    }

    /** Where Maven compiled the project to; one without sources runs the program of the plain one. */
    private Path classes() {
        Path own = directory.resolve("target/classes/com");
        return (Files.exists(own) ? this : of("plain")).directory.resolve("target/classes");
    }

    /** The versions of each library of the class path; the group io.netty counts as one library. */
    Map<String, TreeSet<String>> versions() throws IOException {
        Map<String, TreeSet<String>> versions = new TreeMap<>();
        for (String library : libraries()) {
            Matcher jar = JAR.matcher(library.replace('\\', '/'));
            assertThat(jar.matches()).as("%s is of a local repository", library).isTrue();
            String name = jar.group(1).endsWith("/io/netty") ? "netty" : jar.group(1) + ":" + jar.group(2);
            versions.computeIfAbsent(name, n -> new TreeSet<>()).add(jar.group(3));
        }
        return versions;
    }

    /** Runs the project's program until it ends. */
    Run run() throws Exception {
        return run(libraries());
    }

    /** Runs it with these jars in place of other versions of the same libraries. */
    Run runWith(String... jars) throws Exception {
        List<String> libraries = new ArrayList<>(libraries());
        for (String jar : jars) {
            String artifact = jar.replaceFirst("-[0-9].*", "");
            libraries.replaceAll(library -> library.matches(".*[/\\\\]" + artifact + "-[0-9][^/\\\\]*")
                    ? Path.of(System.getProperty("otherVersions"), jar + ".jar").toString()
                    : library);
        }
        return run(libraries);
    }

    private Run run(List<String> libraries) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= WARNS_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(
                "-cp",
                classes() + File.pathSeparator + String.join(File.pathSeparator, libraries),
                "com.example.Main"));
        return runOf(command);
    }

    private Run runOf(List<String> command) throws Exception {
        // Files of its own: several tests run the plain project at the same time.
        Path output = Files.createTempFile(directory.resolve("target"), "output", "");
        Path errors = Files.createTempFile(directory.resolve("target"), "errors", "");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("the end of %s", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        // Without a provider slf4j says so, and that is the project's own choice.
        List<String> said = Files.readAllLines(errors).stream()
                .filter(line -> !line.startsWith("SLF4J(W)"))
                .toList();
        return new Run(process.exitValue(), Files.readString(output).strip(), said);
    }
}
