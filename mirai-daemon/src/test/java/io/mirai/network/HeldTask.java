package io.mirai.network;

import io.mirai.DaemonContext;
import io.mirai.testing.EffectLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A task that shows by files of a directory that it has begun and ended, and is held until a file says that it may end. */
final class HeldTask {

    private static final long STEP_NANOS = 5_000_000;

    private HeldTask() {}

    /** Runs on a daemon; no interrupt keeps it from its end. Returns its attempt. */
    static int run(String directory, int number) throws IOException {
        int attempt = DaemonContext.current().attempt();
        EffectLedger.append(Path.of(directory, "ledger").toString(), number, attempt);
        Files.createFile(begun(directory, number, attempt));
        while (Files.notExists(go(directory, number, attempt))) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        Files.createFile(ended(directory, number, attempt));
        return attempt;
    }

    static Path begun(String directory, int number, int attempt) {
        return Path.of(directory, "begun-" + number + "-" + attempt);
    }

    static Path go(String directory, int number, int attempt) {
        return Path.of(directory, "go-" + number + "-" + attempt);
    }

    static Path ended(String directory, int number, int attempt) {
        return Path.of(directory, "ended-" + number + "-" + attempt);
    }
}
