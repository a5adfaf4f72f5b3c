package io.mirai.launch;

import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.LaunchingHost;
import io.mirai.daemon.shared.TaskLedger;
import io.mirai.launch.FleetDirectory.DaemonFiles;
import io.mirai.launch.jvm.LongCommand;
import io.mirai.machine.Machine;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The process of one daemon. Thread-safe; only {@link #await} blocks. */
final class DaemonProcess {

    /** Three pipes of two ends each, what they are redirected to, and some that other threads may take meanwhile. */
    private static final int DESCRIPTORS = 3 * 2 + 2 + 4;

    /** What these say is among the host's own options, some of which the command line passes on. */
    private static final Set<String> OPTIONS_OF_JVMS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Process process;

    private DaemonProcess(Process process) {
        this.process = process;
    }

    /** Starts it, and tells it its configuration. */
    static DaemonProcess start(List<String> command, DaemonConfig config, DaemonFiles files) throws IOException {
        LaunchingHost host = config.requireLauncher();
        TaskLedger.create(host.ledger(), config.threads());
        ProcessBuilder builder = new ProcessBuilder(LongCommand.shorten(command, files.arguments()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(files.error().toFile());
        builder.environment().keySet().removeAll(OPTIONS_OF_JVMS);
        if (isWorkingDirectoryGone()) {
            builder.directory(new File("/"));
        }
        requireDescriptors(files.error());
        Process process = builder.start();
        try {
            // Far smaller than a pipe's buffer, so this does not wait for the process to read.
            config.writeTo(process.getOutputStream());
            if (host.lock() != null) {
                process.getOutputStream().close(); // else it stays open, to end with this process
            }
        } catch (IOException e) {
            // It has ended already; its exit code and standard error tell more than a broken pipe does.
        }
        return new DaemonProcess(process);
    }

    /**
     * Fails where the JDK would find too few descriptors for the pipes to a process. It would fail as well, but JDK 17
     * then closes numbers from memory that it never set: 0 among them, or what is another's.
     */
    private static void requireDescriptors(Path file) throws IOException {
        List<OutputStream> held = new ArrayList<>();
        try {
            while (held.size() < DESCRIPTORS) {
                held.add(Files.newOutputStream(file));
            }
        } finally {
            for (OutputStream one : held) {
                one.close();
            }
        }
    }

    /** No JVM starts in a directory that has been deleted under its host. */
    private static boolean isWorkingDirectoryGone() {
        Path link = Machine.proc("self/cwd"); // which knows a new name, too
        try {
            return link == null
                    ? !Files.isDirectory(Path.of("").toAbsolutePath())
                    : Files.readSymbolicLink(link).toString().endsWith(" (deleted)");
        } catch (IOException e) {
            return false;
        }
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
    void kill(ProcessTree tree) {
        List<ProcessHandle> children = tree.below(process.pid());
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
