package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.machine.Machine;
import io.mirai.spi.Departure;
import io.mirai.spi.LinkEnd;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    // ---- Profiles ----

    static String profileClosed(String profile) {
        return "profile '" + profile + "' is closed";
    }

    static String profileFailed(String profile, String reason) {
        return profileClosed(profile) + ", because " + reason;
    }

    static String cannotListen(String profile, Throwable error) {
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

    static String noSuchSlot(String profile, int index, int slots) {
        return "profile '" + profile + "' has no daemon " + index + "; "
                + (slots == 0 ? "it has none yet" : slots == 1 ? "its only one is 0" : "it has 0 to " + (slots - 1));
    }

    static String leaves(Departure reason) {
        return "it takes no more tasks and leaves, since "
                + switch (reason) {
                    case SIGNAL -> "a signal told it to";
                    case OUT_OF_MEMORY -> "it has run out of memory";
                    case CLASS_SPOILED -> "a class there can no longer be used";
                    case MAX_TASKS -> "it has had its maxTasks";
                    case IDLE_TIME -> "it had nothing to do for its idleTime";
                    case WALL_TIME -> "its wallTime is over";
                    case DRAINED -> "drain() was called";
                };
    }

    static String secretTakenBack(String profile) {
        return "the secret of this daemon was taken back by saisei() while it dialled in to profile '" + profile
                + "': start it by a new line of launchCommands(n)";
    }

    static String slotTaken(String profile, int slot) {
        return "slot " + slot + " of profile '" + profile
                + "' has a daemon, or one is being started for it; without a slot"
                + " of its own a daemon gets the first that is free";
    }

    // ---- Everywhere ----

    static String everywhere(String name) {
        return name.isEmpty() ? "what was done everywhere" : "'" + name + "', which was done everywhere,";
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

    static String noDaemonForSetup(Ticket task) {
        return "the daemon for " + task + " left before it was asked to run it";
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

    static String resetByClose(String profile) {
        return "profile '" + profile + "' was closed before the task had ended";
    }

    static String syncHasNoDaemons(String profile) {
        return "profile '" + profile
                + "' is sync: its tasks run on the thread that submits them, and it has no daemons;"
                + " leave out sync(true) to start some";
    }

    static String syncHasOneDaemon(String profile) {
        return "profile '" + profile + "' is sync: it runs this once, on the calling thread, and no daemon joins later";
    }

    static String queueFull(String profile, QueueLimits limits, long tasks, long bytes, int waiting, Duration longest) {
        return "the queue of profile '" + profile + "' is full: " + of(tasks, limits.tasks()) + " tasks and "
                + of(bytes, limits.bytes()) + " bytes wait to be sent, and " + waiting
                + (waiting == 1 ? " caller waits" : " callers wait") + " for room"
                + (waiting == 0 ? "" : ", the first for " + longest.toMillis() + " ms")
                + "; thread " + Thread.currentThread().getName() + " may not wait:"
                + " subscribe to defer(…), which waits without a thread, or submit by tryMirai(…),"
                + " or move to Schedulers.boundedElastic()";
    }

    private static String of(long number, long limit) {
        return limit == QueueLimits.UNLIMITED ? String.valueOf(number) : number + " of " + limit;
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

    // ---- Invariants of ours ----

    static String brokenInvariant(String profile) {
        return "profile '" + profile + "': an event of the dispatcher failed; please report this";
    }

    static String eventFailed(String profile, Throwable failure) {
        return "profile '" + profile + "' could not go on with the task, because " + failure;
    }

    static String slotIsEmpty(int index) {
        return "slot " + index + " has no link";
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
