package io.mirai.bench.workload;

import io.mirai.bench.contender.Contender;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A directory in which tasks make a file when they begin, so that the host knows. */
final class Begun {

    private static final long STEP_MILLIS = 1;
    private static final int STEPS_PER_TASK = 500;

    private final Path directory;

    Begun() throws IOException {
        directory = Files.createTempDirectory("begun");
    }

    /** Submits long sleeps until each daemon has one, since some contenders deal tasks at random. */
    void keepBusy(Contender contender, int daemons) throws Exception {
        String place = place();
        long began = 0;
        while (began < daemons) {
            contender.submit(() -> sleep(place));
            for (int step = 0; step < STEPS_PER_TASK && count() == began; step++) {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            }
            began = count();
        }
    }

    private static int sleep(String place) throws IOException, InterruptedException {
        mark(place, Long.toString(ProcessHandle.current().pid()));
        TimeUnit.HOURS.sleep(1);
        return 0;
    }

    /** Says that a task has begun; tasks call this. */
    static void mark(String place, String name) throws IOException {
        try {
            Files.createFile(Path.of(place, name));
        } catch (FileAlreadyExistsException e) {
            // It has begun before.
        }
    }

    /** Returns the directory, for tasks to capture. */
    String place() {
        return directory.toString();
    }

    /** Waits until a task has begun. */
    void await(String name) throws InterruptedException {
        while (!Files.exists(directory.resolve(name))) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
