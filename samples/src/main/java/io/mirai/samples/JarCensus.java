package io.mirai.samples;

import io.mirai.Daemons;
import io.mirai.MiraiException;
import io.mirai.TaskFunction;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
            Map<String, Integer> versions = tables.getOrDefault("Java version", Map.of());
            return "%,9d classes in %s"
                    .formatted(versions.values().stream().mapToInt(n -> n).sum(), jar);
        }
    }

    /** Takes the directory; without one it is the local Maven repository. */
    public static void main(String[] args) throws IOException {
        String directory = args.length > 0 ? args[0] : System.getProperty("user.home") + "/.m2/repository";
        try (Daemons daemons = Daemons.local(Runtime.getRuntime().availableProcessors());
                Stream<Path> files = Files.walk(Path.of(directory))) {
            List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).toList();
            Census total = new Census(jars.size() + " jars below " + directory, new TreeMap<>());
            census(daemons, jars, JarCensus::count)
                    .doOnNext(System.out::println)
                    .doOnNext(total::add)
                    .blockLast();
            print(total);
        }
    }

    /** One task for each jar, some hundred ahead of the daemons; each result comes as soon as it is there. */
    static Flux<Census> census(Daemons daemons, List<Path> jars, TaskFunction<Path, Census> count) {
        return Flux.fromIterable(jars).flatMap(jar -> daemons.defer(() -> count.apply(jar))
                .onErrorResume(MiraiException.class, e -> Mono.just(notCounted(jar, e))));
    }

    private static Census notCounted(Path jar, MiraiException e) {
        return new Census(
                jar + ": " + e.getMessage(),
                Map.of("Jars not counted", Map.of(e.code().name(), 1)));
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
                census.add(
                        "Package", entry.getName().replaceFirst("/?[^/]*$", "").replace('/', '.'), 1);
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
