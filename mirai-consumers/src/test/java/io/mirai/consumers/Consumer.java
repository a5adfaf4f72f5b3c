package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /** Where Maven compiled the project to. */
    Path classes() {
        return directory.resolve("target/classes");
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

    /** Runs a program of the project until it ends. */
    Run run(String program) throws Exception {
        return run(classes(), program);
    }

    /** Runs a program that was compiled elsewhere on the libraries of this project. */
    Run run(Path classes, String program) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = classes + File.pathSeparator + String.join(File.pathSeparator, libraries());
        Stream<String> flags = Runtime.version().feature() < WARNS_SINCE
                ? Stream.of()
                : Stream.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        return runOf(
                Stream.concat(Stream.concat(Stream.of(java.toString()), flags), Stream.of("-cp", classPath, program))
                        .toList());
    }

    private Run runOf(List<String> command) throws Exception {
        Path output = directory.resolve("target/output");
        Path errors = directory.resolve("target/errors");
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
