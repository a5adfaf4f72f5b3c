package io.mirai.launch;

import io.mirai.daemon.shared.FileFault;
import io.mirai.machine.Access;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    /** Stands for lines between the first and the last. */
    static final String LEFT_OUT = "…";

    private Texts() {}

    static String libraryMissing(Throwable error) {
        return "a library that Mirai needs is not on the class path, or not whole: " + error
                + ". Your build has excluded it, or packed it without this class";
    }

    static String pathTooLong(Path socket, int bytes, int most) {
        return "the path of the socket " + socket + " has " + bytes + " bytes, but a Unix socket's path may have "
                + most + ": set the environment variable XDG_RUNTIME_DIR or the system property java.io.tmpdir to a"
                + " shorter directory";
    }

    static String notPrivate(Path directory, Access access) {
        return "the directory " + directory + " for the socket is not private: it belongs to "
                + access.owner().getName() + " and has " + access;
    }

    static String noDirectory(Path temporary, @Nullable String runtime, IOException cause) {
        return "no directory for the socket can be made in " + temporary
                + (runtime == null ? "" : ", nor in " + runtime) + ": " + FileFault.reason(cause)
                + "; set the environment variable XDG_RUNTIME_DIR or the system property java.io.tmpdir to a directory"
                + " of yours with some space";
    }

    static String takenAway(Path file) {
        return "another host has taken the file " + file + " for one that a killed host left";
    }

    static String cannotStart(String command, Throwable cause) {
        Object what = cause instanceof IOException ? cause.getMessage() : cause;
        return "cannot start the JVM of a daemon: " + what + "\n" + command;
    }

    static String cannotPrepare(Throwable cause) {
        return "cannot start daemons: " + cause;
    }

    static String endUnknown(Throwable cause) {
        return "what became of its process is not known: " + cause;
    }

    static String crashed(String reason, String frame) {
        return "its JVM crashed: " + reason + (frame.isEmpty() ? "" : ", in " + frame);
    }

    static String endedEarly(String command, int status, List<String> lines) {
        return "the daemon ended with exit code " + status + " before it dialled in" + said(command, lines);
    }

    static String tooSlow(String command, long millis, List<String> lines) {
        return "the daemon had not dialled in after " + millis + " ms and was killed" + said(command, lines);
    }

    static String closedMeanwhile() {
        return "the profile was closed while the daemon was starting";
    }

    static String notAwaited(int slot, int instance) {
        return "no daemon " + instance + " is awaited in slot " + slot;
    }

    private static String said(String command, List<String> lines) {
        String words = lines.isEmpty() ? "it said nothing" : "it said:\n  " + String.join("\n  ", lines);
        return "; " + words + "\n" + command;
    }
}
