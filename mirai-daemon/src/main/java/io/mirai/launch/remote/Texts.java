package io.mirai.launch.remote;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    /** Stands for lines between the first and the last. */
    static final String LEFT_OUT = "…";

    private Texts() {}

    static String cannotPrepare(Throwable cause) {
        Object what = cause instanceof IllegalStateException || cause instanceof IllegalArgumentException
                ? cause.getMessage()
                : cause;
        return "cannot start daemons elsewhere: " + what;
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

    static String noJarHere(String name, String artifact) {
        return "the daemon jar " + name
                + " is on this machine neither beside that of mirai-daemon nor in the home directory,"
                + " so that it cannot be sent to others: put it there; mvn dependency:get -Dartifact=" + artifact
                + " gets it into Maven's repository";
    }

    static String notTunnelled(String url) {
        return "no tunnel leads to " + url
                + ", which is not an address of this machine alone: let the profile listen at"
                + " tcp://127.0.0.1:0, at any other url of 127.0.0.1 or localhost, or at Mirais.localUrl(); or leave tunnel(true) out";
    }

    static String tunnelEndsWithHost() {
        return "a daemon that is to outlive its host cannot dial in through a tunnel, which ends with the host: leave tunnel(true) or AutoExit.PERSIST out";
    }

    static String tunnelNotStarted(String why) {
        return "its tunnel cannot be started: " + why;
    }

    static String tunnelTooSlow(long millis, List<String> lines) {
        return "its tunnel was not open after " + millis + " ms" + said(lines);
    }

    static String tunnelEnded(List<String> lines) {
        return "its tunnel has ended" + said(lines);
    }

    static String tunnelWithoutPort(List<String> lines) {
        return "the ssh of its tunnel did not say which port it has there" + said(lines);
    }

    static String notSubmitted(Exception cause) {
        return "its job cannot be prepared: " + cause;
    }

    static String jobEnded(String job, String node, String end, List<String> lines) {
        return "its job " + job + on(node) + " ended as " + end + " before the daemon had dialled in" + said(lines);
    }

    static String jobForgotten(String job, List<String> lines) {
        return "Slurm knows nothing of its job " + job + " any more, and the daemon has not dialled in" + said(lines);
    }

    static String jobTooSlow(String job, String node, long millis, List<String> lines) {
        return "its job " + job + on(node) + " was there for " + millis + " ms, and the daemon had not dialled in"
                + said(lines);
    }

    static String notCancelled(List<String> jobs, String why) {
        return "the jobs " + String.join(" ", jobs) + " could not be cancelled: " + why;
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
