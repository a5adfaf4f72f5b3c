package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;

/** Signals to processes. */
final class Signals {

    private Signals() {}

    static void send(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Stops it, and waits until it stands still. */
    static void freeze(long pid) throws Exception {
        send("STOP", pid);
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        // The state stands behind the name.
        await().until(() ->
                Files.readString(stat).replaceFirst("(?s).*\\) ", "").charAt(0) == 'T');
    }
}
