package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.Mirai;
import io.mirai.MiraiReset.Started;
import io.mirai.Outcome;
import io.mirai.Status;
import io.mirai.machine.Machine;
import io.mirai.spi.LinkEnd;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Every message of this module that a user may read: what failed, on what, and what to do. */
public final class Texts {

    private static final int SHORT = 80;

    private Texts() {}

    // ---- Arguments ----

    public static String notPositive(String what, Duration limit) {
        return what + " must be positive, but is " + limit;
    }

    public static String threadsOutOfRange(int threads, int max) {
        return "threads must be between 1 and " + max + ", but is " + threads;
    }

    public static String maxTasksNotPositive(long tasks) {
        return "maxTasks must be at least 1, but is " + tasks;
    }

    public static String negativeTimerStart(int tasks) {
        return "timerStart must not be negative, but is " + tasks;
    }

    public static String cleanupOutOfRange(int mask, int max) {
        return "cleanup must be between 0 and " + max
                + ", a sum of 1 (globals), 2 (user classes), 4 (settings of the JVM)"
                + " and 8 (garbage collection), but is " + mask;
    }

    public static String unknownSignal(String signal, List<String> known) {
        return "autoExit: '" + signal + "' is no signal that ends a daemon; known are SIG"
                + String.join(", SIG", known);
    }

    public static String daemonsOutOfRange(int daemons, int min) {
        return "the number of daemons must be at least " + min + ", but is " + daemons;
    }

    public static String negativePrefetch(int elements) {
        return "prefetch must not be negative, but is " + elements;
    }

    public static String negativeRetry(int times) {
        return "retry must not be negative, but is " + times;
    }

    public static String resultLimitNotPositive(long bytes) {
        return "maxResultBytes must be at least 1, but is " + bytes;
    }

    public static String notAJvmArg(String arg) {
        return "jvmArgs: '" + arg + "' is no option of the JVM; each begins with '-'";
    }

    public static String jvmArgIsOurs(String option) {
        return "jvmArgs: " + option + " is not the user's to set on a daemon; classes for tasks go into classPath(…)";
    }

    public static String emptyClassPathEntry() {
        return "classPath: an entry is empty, which would mean the working directory; write \".\" for that";
    }

    public static String emptyJava() {
        return "java: the name of the program is empty; leave it out for the host's own";
    }

    public static String allowsEverything() {
        return "allow(\"\") would allow every class; name a package as \"com.example.\", or classes";
    }

    // ---- Profiles ----

    public static String profileClosed(String profile) {
        return "profile '" + profile + "' is closed";
    }

    public static String profileFailed(String profile, String reason) {
        return profileClosed(profile) + ", because " + reason;
    }

    public static String unknownProfile(String profile, Collection<String> known) {
        return "profile '" + profile + "' has no daemons; "
                + (known.isEmpty() ? "no profile has" : "the profiles that have are " + known)
                + ". Start some: Daemons.builder().profile(\"" + profile + "\").n(4).start()";
    }

    public static String noBackend() {
        return "no io.mirai.spi.Backend was found: add io.mirai:mirai-daemon to the class path";
    }

    public static String backendNotLoaded(Throwable error) {
        return "io.mirai.spi.Backend could not be loaded: " + (error.getCause() != null ? error.getCause() : error);
    }

    public static String cannotListen(String profile, Throwable error) {
        return "profile '" + profile + "' cannot listen for its daemons: " + error.getMessage();
    }

    static String gaveUp(String profile, int slot, int deaths, String lastFailure) {
        return "daemon " + slot + " of profile '" + profile + "' ended " + deaths
                + " times in a row before it had finished a task; the last time: " + lastFailure;
    }

    static String slotGivenUp(String profile, int slot, String reason) {
        return reason + "; profile '" + profile + "' goes on without daemon " + slot
                + ", until launchLocal(…) or saisei(" + slot + ", true) starts one there";
    }

    public static String oneDaemonForMaps() {
        return "a map was begun and no daemons are set: the default profile gets one; Mirais.daemons(n) sets more";
    }

    public static String noSuchSlot(String profile, int index, int slots) {
        return "profile '" + profile + "' has no daemon " + index + "; "
                + (slots == 0 ? "it has none yet" : slots == 1 ? "its only one is 0" : "it has 0 to " + (slots - 1));
    }

    // ---- Everywhere ----

    static String everywhere(String name) {
        return name.isEmpty() ? "what was done everywhere" : "'" + name + "', which was done everywhere,";
    }

    public static String minOutOfRange(int min) {
        return "everywhere: min must not be negative, but is " + min;
    }

    static String tooManyEverywheres(String profile, int max) {
        return "profile '" + profile + "' has " + max + " tasks already that each daemon runs when it joins; give those"
                + " that may take each other's place the same name, by TaskOptions.name(…)";
    }

    static String noMoreDaemons(Ticket task, String why) {
        return task + " was not run by as many daemons as it was to be: " + why;
    }

    static String replacedEverywhere(String name) {
        return "another everywhere of the name '" + name + "' has taken its place";
    }

    static String failedEverywhere(int daemon) {
        return "it has failed on daemon " + daemon;
    }

    static String leftBeforeSetup(Ticket task, int daemon) {
        return "daemon " + daemon + " left before it had begun " + task;
    }

    static String refusedAtSetup(String profile, int daemon, Ticket task, String why) {
        return "daemon " + daemon + " of profile '" + profile + "' may not join: " + why + " (" + task
                + ", which each daemon runs when it joins)";
    }

    static String nodeHasLeft(String profile, Ticket task, int daemon, @Nullable String problem) {
        return task + " was for daemon " + daemon + " of profile '" + profile + "' alone, which "
                + (problem == null ? "has left" : "cannot be had (" + problem + ")")
                + "; launchLocal(1) starts another in its place";
    }

    static String slotTaken(Ticket task, int daemon) {
        return "the slot of daemon " + daemon + " was taken away by saisei() while it had " + task;
    }

    // ---- Tasks ----

    static String task(long id, String name) {
        return name.isEmpty() ? "task " + id : "task " + id + " '" + name + "'";
    }

    static String element(long index, String task) {
        return "element " + index + " (" + task + ")";
    }

    public static String ofElement(TaskLabel task, String what) {
        return task + ": " + what;
    }

    public static String notEncoded(TaskLabel task, Throwable why) {
        return task + " could not be encoded: " + why;
    }

    public static String mapCanceled() {
        return "the map was stopped before this element of it was sent";
    }

    public static String mapNotEncoded(Throwable why) {
        return "this element of a map was never encoded: " + why;
    }

    static String restOfMap(long elements) {
        return "an element of a map, one of " + elements + " that were not encoded yet,";
    }

    static String queueTimeout(String profile, String task, @Nullable Duration limit, boolean wasSent, Load load) {
        return task + " waited " + millis(limit) + " in the queue of profile '" + profile
                + "', which is its queueTimeout, "
                + (wasSent ? "after it had come back from a daemon" : "and was never sent") + " (" + load(load) + ")";
    }

    static String timeoutInQueue(String profile, String task, @Nullable Duration limit, Load load) {
        return task + " did not end within " + millis(limit) + ", its timeout: it was still in the queue of profile '"
                + profile + "' (" + load(load) + ")";
    }

    static String timeoutOnDaemon(String profile, Ticket task, @Nullable Duration limit, int daemon) {
        return task + " did not end within " + millis(limit) + ", its timeout: it was with daemon " + daemon
                + " of profile '" + profile + "', where it is stopped now";
    }

    static String timeoutOfValue(String profile, Ticket task, @Nullable Duration limit) {
        return task + " did not end within " + millis(limit) + ", its timeout: its value was on the way to profile '"
                + profile + "'";
    }

    public static String canceled(TaskLabel task) {
        return task + " was stopped";
    }

    public static String interrupted(TaskLabel task, int daemon, String what) {
        return task + " was interrupted on daemon " + daemon + " by something else than stop(): " + what;
    }

    public static String threw(TaskLabel task, int daemon, String what) {
        return task + " threw on daemon " + daemon + ": " + what;
    }

    public static String resetByClose(String profile) {
        return "profile '" + profile + "' was closed before the task had ended";
    }

    public static String resultTooLarge(TaskLabel task, int daemon, String why) {
        return task + " ended on daemon " + daemon + ": " + why + ", or raise Daemons.builder().maxResultBytes(…)";
    }

    public static String valueLost(TaskLabel task, int daemon, Throwable why) {
        return "a value of " + task + " did not arrive from daemon " + daemon + ": " + why.getMessage();
    }

    public static String valueUnreadable(TaskLabel task, int daemon, Throwable why) {
        return "a value of " + task + " from daemon " + daemon + " cannot be read: " + why;
    }

    static String daemonLost(String profile, Ticket task, int daemon, LinkEnd end, Started begun, int attempts) {
        return daemonEnded(daemon, end) + " while it had " + task + " of profile '" + profile + "', which "
                + (begun == Started.YES ? "had begun" : "may have begun")
                + (attempts > 1 ? "; it was tried " + attempts + " times" : "");
    }

    static String daemonEnded(int daemon, LinkEnd end) {
        StringBuilder text = new StringBuilder("daemon ").append(daemon);
        if (!end.died()) {
            text.append(" lost its link");
        } else if (end.exitStatus().isEmpty()) {
            text.append(" died");
        } else {
            int status = end.exitStatus().getAsInt();
            OptionalInt signal = Machine.signal(status);
            text.append(
                    signal.isPresent() ? " was ended by signal " + signal.getAsInt() : " exited with status " + status);
        }
        if (!end.lastWords().isEmpty()) {
            text.append(" (").append(end.lastWords()).append(')');
        }
        return text.toString();
    }

    // ---- Maps ----

    public static String map(int done, int size, int failed) {
        return "MiraiMap[" + done + " of " + size + " done, " + failed + " failed]";
    }

    public static String mapWithoutNames(int size) {
        return "this map of " + size
                + " elements has no names: give it some by MapOptions.names(…), or map the entries of a"
                + " java.util.Map; collect() needs none";
    }

    public static String nameTwice(String name, int first, int second) {
        return "elements " + first + " and " + second + " of this map are both called '" + name
                + "', so that one would hide the other: collect() brings both";
    }

    public static String numberOfNames(int names, int elements) {
        return "there are " + names + " names for " + elements + " elements; each element needs one";
    }

    public static String lazyMapHasNoNames() {
        return "the elements of a Publisher cannot be named: map them to pairs, or map a list";
    }

    public static String otherType(int index, Class<?> found, Class<?> wanted) {
        return "the result of element " + index + " has a " + found.getTypeName() + ", where collectFlat was asked for "
                + wanted.getTypeName() + " only";
    }

    // ---- Clusters ----

    public static String noSuchNode(int node, int nodes) {
        return "there is no node " + node + ": this cluster has "
                + (nodes == 0 ? "none" : nodes == 1 ? "node 0 only" : "nodes 0 to " + (nodes - 1));
    }

    public static String noNodes(String profile) {
        return "this cluster has no nodes: profile '" + profile
                + "' had no daemons when cluster() was called; launchLocal(n) starts some";
    }

    public static String nodeFailed(int node, int nodes, @Nullable String why, long others) {
        String also = others == 0 ? "" : "; and " + others + (others == 1 ? " more failed" : " more failed, too");
        return "node " + node + " of " + nodes + " failed: "
                + String.valueOf(why).replaceAll("\\R\\s*", " ") + also;
    }

    public static String clusterShutDown(String cluster) {
        return cluster + " was shut down and takes no more tasks; the daemons still do, by Daemons.cluster()";
    }

    public static String notDoneInTime(long millis, Mirai<?> task) {
        return "not done within " + millis + " ms; the task goes on: " + task;
    }

    public static String noneDoneInTime(long millis, int tasks) {
        return "none of " + tasks + " tasks was done within " + millis + " ms";
    }

    public static String noTasks() {
        return "invokeAny: there are no tasks";
    }

    // ---- Callers ----

    public static String mayNotBlock(String what, Thread thread) {
        return what + " would block, which thread " + thread.getName()
                + " may not: subscribe to it instead, or move to Schedulers.boundedElastic()";
    }

    public static String interruptedWhileWaiting(String what) {
        return "interrupted while waiting in " + what + "; the task goes on";
    }

    public static String interruptedWhileStarting() {
        return "interrupted while waiting for the daemons to dial in; they are ended again";
    }

    // ---- People ----

    public static String table(Status status) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "profile %s: %d connected, %d queued, %d executing, %d completed%n%6s %6s %8s %10s %10s",
                status.profile(),
                status.connections(),
                status.queued(),
                status.executing(),
                status.completed(),
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
            daemon.problem().ifPresent(problem -> text.append("  ").append(cut(problem)));
        }
        return text.toString();
    }

    public static String shortly(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Value<?> value) {
            return cut(describe(value.value()));
        }
        if (outcome instanceof Outcome.Failure<?> failure) {
            return cut(failure.error().getClass().getSimpleName() + ": "
                    + failure.error().getMessage());
        }
        return "unresolved";
    }

    private static String describe(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException e) {
            return Objects.requireNonNull(value).getClass().getName();
        }
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= SHORT ? line : line.substring(0, SHORT) + "…";
    }

    // ---- Invariants of ours ----

    static String brokenInvariant(String profile) {
        return "profile '" + profile + "': an event of the dispatcher failed; please report this";
    }

    static String eventFailed(String profile, Throwable failure) {
        return "profile '" + profile + "' could not go on with the task, because " + failure;
    }

    public static String viewFailed(TaskLabel task) {
        return "somebody who looked at " + task + " could not be told of its outcome";
    }

    public static String watcherFailed() {
        return "somebody who looked at a map could not be told of its progress";
    }

    static String slotIsEmpty(int index) {
        return "slot " + index + " has no link";
    }

    static String taskWithoutSlot(Ticket task) {
        return task + " is on no slot";
    }

    private static String load(Load load) {
        return load.queued() + " queued, " + load.executing() + " executing, " + load.online()
                + (load.online() == 1 ? " daemon online" : " daemons online")
                + (load.noDaemon() == null ? "" : ": see the cause");
    }

    private static String millis(@Nullable Duration limit) {
        return limit == null ? "no time" : limit.toMillis() + " ms";
    }
}
