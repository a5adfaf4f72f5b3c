package io.mirai;

import io.mirai.terminal.Line;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    // ---- Arguments ----

    static String notPositive(String what, Duration limit) {
        return what + " must be positive, but is " + limit;
    }

    static String syncDoesNotListen(String profile, String url) {
        return "profile '" + profile + "' cannot be sync and listen at " + url + ": leave out sync(true), or the url";
    }

    static String nothingToListenAt(String profile) {
        return "profile '" + profile + "' has no url, so that tls, token, keepAlive and identity mean nothing:"
                + " set one, as Builder.url(Mirais.hostUrl(false, true, 0)), or leave them out";
    }

    static String portOutOfRange(int port) {
        return "the port must be between 0, which is any that is free, and 65535, but is " + port;
    }

    static String queueLimitNotPositive(String what, long limit) {
        return what + " must be at least 1, but is " + limit + "; leave it out for a queue without a limit";
    }

    static String daemonsOutOfRange(int daemons, int min) {
        return "the number of daemons must be at least " + min + ", but is " + daemons;
    }

    static String negativePrefetch(int elements) {
        return "prefetch must not be negative, but is " + elements;
    }

    static String negativeRetry(int times) {
        return "retry must not be negative, but is " + times;
    }

    static String resultLimitNotPositive(long bytes) {
        return "maxResultBytes must be at least 1, but is " + bytes;
    }

    static String notAJvmArg(String arg) {
        return "jvmArgs: '" + arg + "' is no option of the JVM; each begins with '-'";
    }

    static String jvmArgIsOurs(String option) {
        return "jvmArgs: " + option + " is not the user's to set on a daemon; classes for tasks go into classPath(…)";
    }

    static String emptyClassPathEntry() {
        return "classPath: an entry is empty, which would mean the working directory; write \".\" for that";
    }

    static String emptyJava() {
        return "java: the name of the program is empty; leave it out for the host's own";
    }

    static String notSshUrl(String url) {
        return "'" + url + "' is not as ssh://user@host:port, where user@ and :port may be left out and an IPv6 address"
                + " stands in brackets";
    }

    static String noMachines() {
        return "no machine is named: give one url for each daemon, as \"ssh://node1\"";
    }

    static String noSlurmOption(String word) {
        return "'" + word + "' is no option of sbatch: those begin with a hyphen, as \"--mem=4G\" or \"-p short\"";
    }

    static String notAJobArray(String text) {
        return "--array=" + text
                + " does not say how many daemons there are to be: write it as --array=1-8, or --array=1-8%2 to"
                + " run two at once";
    }

    static String emptyProgram(String what) {
        return what + ": the name of the program is empty; leave it out for the default";
    }

    static String noCommand() {
        return "the command is empty: name the program that starts a daemon elsewhere; the lines to paste there are those of"
                + " launchCommands(n)";
    }

    static String noLaunches(String command) {
        return command + " has no list of arguments, so that it would start no daemon: give one list for each";
    }

    static String noPlaceForDaemon(String command, List<String> arguments) {
        return "no argument of " + command + " is \".\", which stands for the command of the daemon: " + arguments;
    }

    static String fewerThanLaunches(int daemons, int launches) {
        return "n(" + daemons + ") is less than the " + launches
                + " daemons that remote(…) describes: leave n out, or leave some of them out";
    }

    static String remoteNeedsUrl(String profile) {
        return "profile '" + profile + "' has no url where the daemons of remote(…) could dial in: set one, as"
                + " Builder.url(Mirais.hostUrl(false, true, 0))";
    }

    static String oneNodeBySeveral(int launches) {
        return "one node is launched once, but this configuration describes " + launches
                + " daemons: launchRemote(config) launches them all";
    }

    static String allowsEverything() {
        return "allow(\"\") would allow every class; name a package as \"com.example.\", or classes";
    }

    // ---- Profiles ----

    static String unknownProfile(String profile, Collection<String> known) {
        return "profile '" + profile + "' has no daemons; "
                + (known.isEmpty() ? "no profile has" : "the profiles that have are " + known)
                + ". Start some: Daemons.builder().profile(\"" + profile + "\").n(4).start()";
    }

    static String noBackend() {
        return "no io.mirai.spi.Backend was found: add io.mirai:mirai-daemon to the class path";
    }

    static String backendNotLoaded(Throwable error) {
        return "io.mirai.spi.Backend could not be loaded: " + (error.getCause() != null ? error.getCause() : error);
    }

    static String oneDaemonForMaps() {
        return "a map was begun and no daemons are set: the default profile gets one; Mirais.daemons(n) sets more";
    }

    // ---- Maps ----

    static String map(int done, int size, int failed) {
        return "MiraiMap[" + done + " of " + size + " done, " + failed + " failed]";
    }

    static String mapWithoutNames(int size) {
        return "this map of " + size
                + " elements has no names: give it some by MapOptions.names(…), or map the entries of a"
                + " java.util.Map; collect() needs none";
    }

    static String nameTwice(String name, int first, int second) {
        return "elements " + first + " and " + second + " of this map are both called '" + name
                + "', so that one would hide the other: collect() brings both";
    }

    // ---- Callers ----

    static String interruptedWhileStarting() {
        return "interrupted while waiting for the daemons to dial in; they are ended again";
    }

    // ---- People ----

    static String table(Status status) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "profile %s: %d connected, %d queued, %d executing, %d completed%s%n%6s %6s %8s %10s %10s",
                status.profile(),
                status.connections(),
                status.queued(),
                status.executing(),
                status.completed(),
                status.awaitingMemory() == 0 ? "" : ", " + status.awaitingMemory() + " awaiting room in the queue",
                "daemon",
                "online",
                "instance",
                "assigned",
                "complete"));
        for (DaemonStatus daemon : status.daemons()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%6d %6s %8d %10d %10d",
                    daemon.index(),
                    daemon.online() ? "yes" : "no",
                    daemon.instance(),
                    daemon.assigned(),
                    daemon.complete()));
            daemon.problem().ifPresent(problem -> text.append("  ").append(Line.of(problem)));
        }
        return text.toString();
    }
}
