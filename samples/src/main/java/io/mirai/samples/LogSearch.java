package io.mirai.samples;

import io.mirai.Daemons;
import io.mirai.MapOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The first lines of a log that match, in order; daemons search it, and what comes after them is never read. */
public final class LogSearch {

    private static final int BLOCK = 2_000;

    /** Takes a regular expression, how many matches are wanted, and a file; without a file the log has no end. */
    public static void main(String[] args) {
        Pattern pattern = Pattern.compile(args.length > 0 ? args[0] : "ERROR.*disk");
        int wanted = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Flux<String> log = args.length > 2 ? file(Path.of(args[2])) : endless();
        AtomicLong read = new AtomicLong();
        try (Daemons daemons = Daemons.local(Runtime.getRuntime().availableProcessors())) {
            matches(daemons, log.doOnNext(line -> read.incrementAndGet()), pattern)
                    .take(wanted)
                    .doOnNext(System.out::println)
                    .blockLast();
        }
        System.out.printf("%,d lines were read%n", read.get());
    }

    /** Blocks of lines are tasks, a few ahead of what is wanted; a cancel stops them, and the reading. */
    static Flux<String> matches(Daemons daemons, Flux<String> log, Pattern pattern) {
        Flux<List<String>> blocks = log.buffer(BLOCK).subscribeOn(Schedulers.boundedElastic());
        return daemons.map(
                        blocks,
                        block -> matching(block, pattern),
                        MapOptions.none().prefetch(2))
                .concatMapIterable(found -> found, 1);
    }

    private static List<String> matching(List<String> block, Pattern pattern) {
        return block.stream().filter(line -> pattern.matcher(line).find()).toList();
    }

    private static Flux<String> file(Path file) {
        return Flux.using(() -> Files.newBufferedReader(file), reader -> Flux.fromStream(reader.lines()));
    }

    /** A log of a made-up server, a line for each millisecond since it has been started. */
    private static Flux<String> endless() {
        return Flux.generate(() -> 0L, (millis, sink) -> {
            sink.next(line(millis));
            return millis + 1;
        });
    }

    private static String line(long millis) {
        SplittableRandom random = new SplittableRandom(millis);
        String level = random.nextInt(1_000) == 0 ? "ERROR" : "INFO";
        String part = List.of("disk", "network", "memory", "login").get(random.nextInt(4));
        return "%,15d ms %5s %s: request %016x".formatted(millis, level, part, random.nextLong());
    }
}
