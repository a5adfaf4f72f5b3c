package io.mirai.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Signals to processes. */
public final class Signals {

    private Signals() {}

    /** Sends one by its name without SIG. */
    public static void send(String name, long pid) throws Exception {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor() != 0) {
            throw new IllegalStateException("there is no process " + pid);
        }
    }

    /** Whether this process ignores it, as one does that a shell started in the background; then its daemons do too. */
    public static boolean isIgnored(int number) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) == 1;
    }

    /** Stops it, and waits until it stands still. */
    public static void freeze(long pid) throws Exception {
        send("STOP", pid);
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        // The state stands behind the name.
        while (Files.readString(stat).replaceFirst("(?s).*\\) ", "").charAt(0) != 'T') {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
