package io.mirai.daemon;

import io.mirai.machine.Access;
import io.mirai.spi.Departure;
import io.mirai.transport.link.LinkAddress;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every message of this module that a user may read: what failed, on what, and what to do. */
public final class Texts {

    /** Stands for lines between the first and the last. */
    public static final String LEFT_OUT = "…";

    private Texts() {}

    // What a daemon says on its standard error, or of its end.

    static String noConfiguration(String detail) {
        return "mirai daemon: standard input holds no configuration (" + detail
                + "); a daemon is started by its host, not by hand";
    }

    static String refused(@Nullable String reason) {
        return "mirai daemon: the host refused this daemon: " + reason;
    }

    static String nettyIsMixed(String found) {
        return "the class path mixes versions of Netty, and all of its jars must have one: import io.netty:netty-bom in"
                + " your build. It has " + found;
    }

    public static String libraryMissing(Throwable error) {
        return "a library that Mirai needs is not on the class path, or not whole: " + error
                + ". Your build has excluded it, or packed it without this class";
    }

    static String librariesDoNotFit(Throwable error, String found) {
        return "the libraries of the class path do not fit together (" + error + "). It has " + found;
    }

    static String noHost(LinkAddress address, Throwable cause) {
        return "mirai daemon: no host answers at " + address.url() + ": " + cause;
    }

    static String broken(Throwable cause) {
        return "mirai daemon: ended by an error of its own: " + cause;
    }

    static String tooLittleMemory() {
        return "mirai daemon: ended, since too little memory was left to report an OutOfMemoryError";
    }

    // What tasks that stream do wrong.

    static String noPublisher() {
        return "the task returned null where a Publisher of its values was to be; return Flux.empty() if there are none";
    }

    static String moreThanRequested() {
        return "the publisher that the task returned emitted more values than were requested of it (rule 1.1 of"
                + " Reactive Streams)";
    }

    static String nullValue() {
        return "the publisher that the task returned emitted null (rule 2.13 of Reactive Streams)";
    }

    // What is said of ends.

    static String exitCalled(String thread, List<String> tasks) {
        return "System.exit was called by " + thread + running(tasks);
    }

    static String signalled(String signal, List<String> tasks) {
        return "the process got " + signal + running(tasks);
    }

    static String linkEnded(long percent) {
        return "its link to the host had ended; " + percent + " % of its heap were in use";
    }

    static String hasLeft(Departure why) {
        return "it has left, as it was asked to: "
                + why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String hooksStuck(long seconds) {
        return "; shutdown hooks of user code had not ended after " + seconds + " s";
    }

    static String linesLost(long count) {
        return count == 1 ? "… 1 line lost" : String.format(Locale.ROOT, "… %,d lines lost", count);
    }

    static String task(long id, String name) {
        return name.isEmpty() ? "task " + id : "task " + id + " (" + name + ")";
    }

    private static String running(List<String> tasks) {
        return tasks.isEmpty() ? "" : " while running " + String.join(", ", tasks);
    }

    // What a host says of its daemons.

    public static String pathTooLong(Path socket, int bytes, int most) {
        return "the path of the socket " + socket + " has " + bytes + " bytes, but a Unix socket's path may have "
                + most + ": set the environment variable XDG_RUNTIME_DIR or the system property java.io.tmpdir to a"
                + " shorter directory";
    }

    public static String notPrivate(Path directory, Access access) {
        return "the directory " + directory + " for the socket is not private: it belongs to "
                + access.owner().getName() + " and has " + access;
    }

    public static String noDirectory(Path temporary, @Nullable String runtime, IOException cause) {
        return "no directory for the socket can be made in " + temporary
                + (runtime == null ? "" : ", nor in " + runtime) + ": " + reason(cause)
                + "; set the environment variable XDG_RUNTIME_DIR or the system property java.io.tmpdir to a directory"
                + " of yours with some space";
    }

    public static String takenAway(Path file) {
        return "another host has taken the file " + file + " for one that a killed host left";
    }

    public static String notWritten(Path file, IOException cause) {
        return "the file " + file + " cannot be written: " + reason(cause);
    }

    /** Of what went wrong with a file, without the file. */
    private static @Nullable String reason(IOException cause) {
        return cause instanceof FileSystemException e && e.getReason() != null ? e.getReason() : cause.getMessage();
    }

    public static String noFile(Class<?> type, @Nullable Object location) {
        return "cannot start daemons: the code of " + type.getName() + " is at " + location
                + ", which is no file that a JVM can have on its class path";
    }

    public static String notOnDisk(String entry, Path path) {
        return "cannot start the daemon: its class path has " + entry + ", but there is nothing at " + path
                + "; correct what DaemonOptions.classPath was given";
    }

    public static String cannotStart(String command, Throwable cause) {
        Object what = cause instanceof IOException ? cause.getMessage() : cause;
        return "cannot start the JVM of a daemon: " + what + "\n" + command;
    }

    public static String noJava(Path own) {
        return "cannot start daemons: there is no " + own + ", and no java on the PATH; name one by DaemonOptions.java";
    }

    public static String notPassed(String options) {
        return "options of this JVM that daemons do not get: " + options;
    }

    public static String cannotPrepare(Throwable cause) {
        return "cannot start daemons: " + cause;
    }

    public static String endUnknown(Throwable cause) {
        return "what became of its process is not known: " + cause;
    }

    static String tooDeep(int level, int most) {
        return "this JVM is itself a daemon at level " + level + ", and at most " + most
                + " may stand one above the other: start daemons further up, or do the work in this task";
    }

    static String tooManyNested(int daemons, int most) {
        return "this JVM is itself a daemon, whose profiles may have at most " + most + " daemons each, but " + daemons
                + " were asked for: take fewer, or start them in the host";
    }

    public static String crashed(String reason, String frame) {
        return "its JVM crashed: " + reason + (frame.isEmpty() ? "" : ", in " + frame);
    }

    public static String endedEarly(String command, int status, List<String> lines) {
        return "the daemon ended with exit code " + status + " before it dialled in" + said(command, lines);
    }

    public static String tooSlow(String command, long millis, List<String> lines) {
        return "the daemon had not dialled in after " + millis + " ms and was killed" + said(command, lines);
    }

    public static String closedMeanwhile() {
        return "the profile was closed while the daemon was starting";
    }

    public static String notAwaited(int slot, int instance) {
        return "no daemon " + instance + " is awaited in slot " + slot;
    }

    private static String said(String command, List<String> lines) {
        String words = lines.isEmpty() ? "it said nothing" : "it said:\n  " + String.join("\n  ", lines);
        return "; " + words + "\n" + command;
    }
}
