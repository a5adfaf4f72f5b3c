package io.mirai.launch;

import io.mirai.Daemons;
import io.mirai.Mirai;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A host whose directory is on a small disk of its own: fills it, before daemons start and while they run. */
final class FullDiskProgram {

    private FullDiskProgram() {}

    public static void main(String[] args) throws Exception {
        Path disk = Path.of(args[0]);
        Path filler = disk.resolve("filler");

        fill(filler);
        System.out.println("at the start: " + StartProgram.attempt());
        System.out.println("left: " + list(disk));

        Files.delete(filler);
        try (Daemons daemons = Daemons.local(1)) {
            daemons.mirai(() -> 1).collect();
            fill(filler);
            List<Mirai<Integer>> tasks = IntStream.range(0, 200)
                    .mapToObj(i -> daemons.mirai(() -> i))
                    .toList();
            System.out.println("tasks: "
                    + tasks.stream().mapToInt(mirai -> mirai.collect()).sum());
            String there = disk.resolve("theirs").toString();
            Mirai<Path> writing = daemons.mirai(() -> Files.writeString(Path.of(there), "x".repeat(10_000)));
            System.out.println("a task that writes: " + writing.call().data());
            System.out.println("another daemon: " + problemOfALaunch(daemons));
        }
        Files.delete(filler);
        System.out.println("in the end: " + list(disk));
        System.out.println("children " + ProcessHandle.current().children().count());
    }

    private static String problemOfALaunch(Daemons daemons) throws InterruptedException {
        daemons.launchLocal(1);
        while (true) {
            String problem = daemons.status().daemons().get(1).problem().orElse("");
            if (problem.contains("5 times")) {
                return problem.lines().findFirst().orElse("");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    private static List<String> list(Path disk) throws IOException {
        try (Stream<Path> files = Files.list(disk)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
