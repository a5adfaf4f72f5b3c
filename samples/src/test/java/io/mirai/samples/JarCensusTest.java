package io.mirai.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import io.mirai.samples.JarCensus.Census;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCensusTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private Path one;
    private Path two;
    private Path broken;

    @BeforeEach
    void twoGoodJarsAndABrokenOne() throws IOException {
        one = jar("one.jar", JarCensus.class);
        two = jar("below/two.jar", JarCensus.class, Census.class);
        broken = Files.writeString(directory.resolve("broken.jar"), "not a jar");
    }

    @Test
    @Tag("jdk")
    void main_brokenJarAmongGoodOnes_countsTheGoodOnesAndNamesTheBroken() throws Throwable {
        String printed = Printed.by(() -> JarCensus.main(new String[] {directory.toString()}));

        assertThat(printed.lines())
                .contains(
                        "        1 classes in one.jar",
                        "        2 classes in two.jar",
                        "        3 classes in 3 jars below " + directory,
                        "        3  Java 17",
                        "        3  io.mirai.samples")
                .anyMatch(line -> line.startsWith("        0 classes in " + broken + ": "));
    }

    @Test
    void census_jarThatADaemonDiesOn_countsTheOthers() throws IOException {
        Path deadly = jar("deadly.jar", Census.class);
        try (Daemons daemons = Daemons.local(2)) {
            List<Census> all = Objects.requireNonNull(
                    JarCensus.census(daemons, List.of(one, deadly, broken, two), JarCensusTest::countOrDie)
                            .collectList()
                            .block(DEADLINE));
            Census total = new Census("4 jars", new TreeMap<>());
            all.forEach(total::add);

            assertThat(total.tables().get("Not counted")).isEqualTo(Map.of("ERROR", 1, "RESET", 1));
            assertThat(total).hasToString("        3 classes in 4 jars");
        }
    }

    private static Census countOrDie(Path jar) throws IOException {
        if (jar.endsWith("deadly.jar")) {
            Runtime.getRuntime().halt(3);
        }
        return JarCensus.count(jar);
    }

    private Path jar(String name, Class<?>... classes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            for (Class<?> each : classes) {
                String entry = each.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = each.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
        return file;
    }
}
