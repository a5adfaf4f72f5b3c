package io.mirai.samples;

import io.mirai.CollectOption;
import io.mirai.Daemons;
import io.mirai.MiraiMap;
import io.mirai.Outcome;
import io.mirai.TaskFunction;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Counts the classes of every jar below a directory by Java version, size and package; each jar is one task. */
public final class JarCensus {

    /** What one jar holds, or all of them: rows of counts under headings. */
    record Census(String jar, Map<String, Map<String, Integer>> tables) {

        void add(String heading, String row, int count) {
            tables.computeIfAbsent(heading, h -> new TreeMap<>()).merge(row, count, Integer::sum);
        }

        void add(Census other) {
            other.tables.forEach((heading, rows) -> rows.forEach((row, count) -> add(heading, row, count)));
        }

        @Override
        public String toString() {
            Map<String, Integer> rows = tables.getOrDefault("Java version", Map.of());
            return "%,9d classes in %s".formatted(rows.values().stream().reduce(0, Integer::sum), jar);
        }
    }

    /** Takes the directory; without one it is the local Maven repository. */
    public static void main(String[] args) throws IOException {
        String directory = args.length > 0 ? args[0] : System.getProperty("user.home") + "/.m2/repository";
        try (Daemons daemons = Daemons.local(Runtime.getRuntime().availableProcessors());
                Stream<Path> files = Files.walk(Path.of(directory))) {
            List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).toList();
            Census total = new Census(jars.size() + " jars below " + directory, new TreeMap<>());
            Flux<Census> censuses = census(daemons, jars, JarCensus::count);
            censuses.doOnNext(total::add).toStream().forEach(System.out::println);
            print(total);
        }
    }

    /** One task for each jar, with a bar while they run; a jar that cannot be counted is a row of its own. */
    static Flux<Census> census(Daemons daemons, List<Path> jars, TaskFunction<Path, Census> count) {
        MiraiMap<Census> censuses = daemons.map(jars, count);
        censuses.collectOutcomes(CollectOption.PROGRESS);
        return censuses.outcomes().zipWithIterable(jars, JarCensus::census);
    }

    private static Census census(Outcome<Census> outcome, Path jar) {
        if (outcome instanceof Outcome.Failure<Census> failure) {
            String code = failure.error().code().name();
            return new Census(jar + ": " + failure.error().getMessage(), Map.of("Not counted", Map.of(code, 1)));
        }
        return Objects.requireNonNull(((Outcome.Value<Census>) outcome).value());
    }

    /** Runs on a daemon: the head of each class file, and what the jar's directory says of it. */
    static Census count(Path file) throws IOException {
        Census census = new Census(file.getFileName().toString(), new TreeMap<>());
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.skipNBytes(6); // the magic number and the minor version
                    census.add("Java version", "Java " + (in.readUnsignedShort() - 44), 1);
                }
                String path = entry.getName().replaceFirst("/?[^/]*$", "");
                census.add("Package", path.replace('/', '.'), 1);
                long kib = Math.max(1, 2 * Long.highestOneBit(entry.getSize() / 1024));
                census.add("Size", "below " + kib + " KiB", 1);
            }
        }
        return census;
    }

    private static void print(Census total) {
        System.out.printf("%n%s%n", total);
        total.tables().forEach((heading, rows) -> {
            System.out.printf("%n%s (the largest %d of %d)%n", heading, Math.min(10, rows.size()), rows.size());
            rows.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(10)
                    .forEach(row -> System.out.printf("%,9d  %s%n", row.getValue(), row.getKey()));
        });
    }
}
