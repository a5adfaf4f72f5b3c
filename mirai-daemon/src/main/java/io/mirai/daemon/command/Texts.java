package io.mirai.daemon.command;

import io.mirai.daemon.end.ExitCode;
import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.machine.Access;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    /** The one line of an error. */
    static String wrong(String command, String why) {
        return command + ": " + why.strip().replaceAll("\\s*\\R\\s*", " ") + " (" + command + " --help says more)";
    }

    // ---- Arguments ----

    static String unknownOption(String name) {
        return "there is no option " + name;
    }

    static String unknownCommand(Set<String> known) {
        return "the first argument is none of the commands " + String.join(", ", known);
    }

    static String unexpected() {
        return "there are too many arguments; what is not expected is not repeated here, as a secret may be among it:"
                + " that belongs into standard input or a file, never on the command line";
    }

    static String secretIsNoUrl() {
        return "a secret stands in place of the url. Others have seen it there, so let the host make another: a secret"
                + " belongs into standard input or a file";
    }

    static String negativeSlot(int slot) {
        return DaemonArguments.SLOT + " counts from 0, but is " + slot;
    }

    static String unknownAutoExit(String text, Iterable<String> known) {
        return "'" + text + "' is none of " + String.join(", ", known);
    }

    // ---- The secret ----

    static String noSecret() {
        return "there is no secret on standard input: pipe the one that the host has printed, printf %s 'SECRET' | …, or"
                + " name a file that holds it by " + DaemonArguments.SECRET_FILE
                + "; a command that the host runs must not close it: of ssh, leave -f and -n out";
    }

    static String noSecretInTime(long seconds) {
        return "no secret has come over standard input for " + seconds + " s: pipe the one that the host has printed,"
                + " printf %s 'SECRET' | …, or name a file that holds it by " + DaemonArguments.SECRET_FILE;
    }

    static String secretIsNoFile() {
        return DaemonArguments.SECRET_FILE
                + " takes the name of a file, not the secret. Others have seen it there, so let"
                + " the host make another";
    }

    static String secretFileIsOpen(Path file, Access access) {
        return "others than the owner may use the file " + file + " (" + access
                + "), which holds the secret: chmod 600 " + file;
    }

    static String secretFileIsEmpty(Path file) {
        return "the file " + file + " is empty: it has to hold the secret that the host has printed";
    }

    static String secretFileNotRead(Path file, String why) {
        return "the file " + file + " cannot be read: " + why;
    }

    static String endsWithNotRead(@Nullable Path file, String why) {
        return DaemonArguments.ENDS_WITH + ": " + file + " cannot be read: " + why
                + "; it has to be a pipe, since a socket cannot be opened so";
    }

    // ---- Exit statuses ----

    static String helped() {
        return "help or a version was asked for";
    }

    static String exitCode(ExitCode code) {
        return switch (code) {
            case HOST_GONE -> "the host has gone, or the link to it";
            case REFUSED -> "the host did not admit this daemon";
            case NO_HOST -> "no host answered";
            case BAD_CONFIG -> "an argument or the secret is wrong";
            case OUT_OF_MEMORY -> "too little memory was left to report an OutOfMemoryError";
            case BROKEN -> "an error of the daemon's own";
            case HOOKS_STUCK -> "shutdown hooks of tasks did not end in time";
            case MAX_TASKS -> "left by " + DaemonArguments.MAX_TASKS;
            case IDLE_TIME -> "left by " + DaemonArguments.IDLE_TIME;
            case WALL_TIME -> "left by " + DaemonArguments.WALL_TIME;
            case DISMISSED -> "the host told it to leave for good";
            case DRAINED -> "the host asked it to leave when its tasks had ended";
        };
    }

    static String signalled() {
        return "ended by signal n";
    }
}
