package io.mirai.launch;

import io.mirai.spi.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A host whose directory is cleaned away between its first daemon and its second. Prints the directory, the processes of
 * both, and {@code ready}. With the argument {@code idle} it has no daemon and prints the directory alone.
 */
final class CleanedHost {

    private CleanedHost() {}

    public static void main(String[] args) throws Exception {
        TestFleet fleet = TestFleet.open();
        System.out.println(fleet.directory());
        if (args.length == 0) {
            Link first = fleet.launch(0);
            deleteAll(fleet.directory());
            Link second = fleet.launch(1);
            System.out.println(fleet.process(first).pid());
            System.out.println(fleet.process(second).pid());
        }
        System.out.println("ready");
        TimeUnit.DAYS.sleep(1);
    }

    static void deleteAll(Path directory) throws Exception {
        for (Path file : list(directory)) {
            Files.delete(file);
        }
        Files.delete(directory);
    }

    /** As cleaners do that leave sockets alone. */
    static void deletePlainFiles(Path directory) throws Exception {
        for (Path file : list(directory)) {
            if (Files.isRegularFile(file)) {
                Files.delete(file);
            }
        }
    }

    private static Iterable<Path> list(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
