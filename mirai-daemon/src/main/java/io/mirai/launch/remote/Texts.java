package io.mirai.launch.remote;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    /** Stands for lines between the first and the last. */
    static final String LEFT_OUT = "…";

    private Texts() {}

    static String noClassPathElsewhere() {
        return "classPath: a daemon elsewhere has no files of this machine; it gets the classes of tasks from this host: leave"
                + " classPath(…) out";
    }

    static String cannotPrepare(Throwable cause) {
        return "cannot start daemons elsewhere: " + cause;
    }

    static String cannotStart(String machine, String command, Throwable cause) {
        Object what = cause instanceof IOException ? cause.getMessage() : cause;
        return "cannot start the command for the daemon" + on(machine) + ": " + what + command(command);
    }

    static String failed(String machine, String why, String command) {
        return "the daemon" + on(machine) + " cannot be started: " + why + command(command);
    }

    static String endedEarly(String machine, int status, List<String> lines, String command) {
        return "the command for the daemon" + on(machine) + " ended with exit status " + status
                + " before the daemon had dialled in" + said(lines) + command(command);
    }

    static String tooSlow(String machine, long millis, OptionalInt status, List<String> lines, String command) {
        return "the daemon" + on(machine) + " had not dialled in after " + millis + " ms; its command "
                + (status.isPresent()
                        ? "had ended with exit status " + status.getAsInt()
                        : "went on until then, and was ended")
                + said(lines)
                + command(command);
    }

    static String closedMeanwhile() {
        return "the profile was closed while the daemon was starting";
    }

    private static String on(String machine) {
        return machine.isEmpty() ? "" : " on " + machine;
    }

    private static String said(List<String> lines) {
        return lines.isEmpty() ? "; it said nothing" : "; it said:\n  " + String.join("\n  ", lines);
    }

    private static String command(String command) {
        return "\ncommand: " + command;
    }
}
