package io.mirai.launch;

import io.mirai.daemon.DaemonConfig;
import io.mirai.daemon.StartLedger;
import io.mirai.launch.FleetDirectory.DaemonFiles;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The process of one daemon. Its standard input stays open as long as this object is held: its end tells the
 * daemon that the host has gone. Thread-safe; only {@link #await} blocks.
 */
final class DaemonProcess {

    private final Process process;

    private DaemonProcess(Process process) {
        this.process = process;
    }

    /** Starts it, and tells it its configuration. */
    static DaemonProcess start(List<String> command, DaemonConfig config, DaemonFiles files) throws IOException {
        StartLedger.create(config.ledger());
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(files.error().toFile())
                .start();
        try {
            // Far smaller than a pipe's buffer, so this does not wait for the process to read.
            config.writeTo(process.getOutputStream());
        } catch (IOException e) {
            // It has ended already; its exit code and standard error tell more than a broken pipe does.
        }
        return new DaemonProcess(process);
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Kills it and all the processes that its tasks started. They are listed first, since they lose their parent
     * with it, and killed last, since it could start more.
     */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Its exit status; empty if it still lives after that time. */
    OptionalInt await(long millis) {
        try {
            if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                return OptionalInt.of(process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalInt.empty();
    }
}
