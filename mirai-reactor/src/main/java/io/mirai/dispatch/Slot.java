package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A daemon's numbered place in the profile. Only the drain loop of {@link Dispatcher} changes it;
 * {@link #status()} may be read by any thread.
 *
 * <pre>
 *   EMPTY ──link──► ONLINE(instance k) ──link end──► EMPTY
 *                     │ draining, or a task is overdue
 *                     └─► LEAVING: gets no more tasks ──all the others have ended──► killed
 * </pre>
 */
final class Slot {

    final int index;
    final DaemonSpec daemon;

    /** Tasks that were sent and whose ending has not arrived, in order of sending. */
    private final Set<TaskTicket> inFlight = new LinkedHashSet<>();

    private @Nullable Link link;
    private boolean leaving;
    private boolean killed;
    private long sequence;
    private long completeOnLink;
    private int earlyDeaths;
    boolean offered;

    private volatile boolean online;
    private volatile int instance;
    private volatile long assigned;
    private volatile long complete;

    Slot(int index, DaemonSpec daemon) {
        this.index = index;
        this.daemon = daemon;
    }

    int instance() {
        return instance;
    }

    boolean isOnline() {
        return link != null;
    }

    boolean isLinkedBy(Link candidate) {
        return link == candidate;
    }

    void markOnline(Link fresh) {
        link = fresh;
        leaving = false;
        killed = false;
        sequence = 0;
        completeOnLink = 0;
        instance = fresh.instance();
        online = true;
    }

    /** Empties the slot and hands over what was in flight. */
    List<TaskTicket> markEmpty() {
        link = null;
        online = false;
        List<TaskTicket> lost = new ArrayList<>(inFlight);
        inFlight.clear();
        return lost;
    }

    boolean hasPlace() {
        return link != null && !leaving && inFlight.size() < link.capacity();
    }

    /** Takes a task's place and sends it. */
    void send(TaskTicket task, Dispatcher dispatcher) {
        Link target = requireLink();
        task.place = TaskTicket.Place.SENT;
        task.slot = this;
        task.attempts++;
        task.sequence = ++sequence;
        inFlight.add(task);
        increaseAssigned();
        try {
            target.send(
                    new TaskMessage(task.id, task.sequence, task.attempts, task.name, task.body),
                    reply -> dispatcher.onReply(target, task, reply));
        } catch (Throwable e) {
            target.kill(); // nobody knows what has left; the end of the link settles it
            throw e;
        }
    }

    /** Gives a task's place back; false if it was not in flight here. */
    boolean tryEnd(TaskTicket task, Reply.Kind kind) {
        boolean was = inFlight.remove(task);
        if (was && kind != Reply.Kind.NOT_STARTED) {
            completeOnLink++;
            earlyDeaths = 0;
            increaseComplete();
        }
        return was;
    }

    void stop(TaskTicket task) {
        requireLink().stop(task.id);
    }

    /** Sends nothing more; the daemon is replaced when what may still end has ended. */
    void markLeaving() {
        leaving = true;
        killIfIdle();
    }

    /** Ends a leaving daemon when only tasks are left that will not end by themselves. */
    void killIfIdle() {
        if (link != null && leaving && !killed && inFlight.stream().allMatch(task -> task.overdue)) {
            killed = true;
            link.kill();
        }
    }

    boolean wasKilled() {
        return killed;
    }

    boolean hasCompletedOnLink() {
        return completeOnLink > 0;
    }

    /** A daemon of this slot ended before it had finished a task, and no task is to blame. */
    void markEarlyDeath() {
        earlyDeaths++;
    }

    /** How many such deaths there were in a row. */
    int earlyDeaths() {
        return earlyDeaths;
    }

    DaemonStatus status() {
        return new DaemonStatus(index, online, instance, assigned, complete);
    }

    // The drain loop is the only writer, so these need no atomic update.

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void increaseAssigned() {
        assigned++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void increaseComplete() {
        complete++;
    }

    private Link requireLink() {
        Link current = link;
        if (current == null) {
            throw new IllegalStateException(Texts.slotIsEmpty(index));
        }
        return current;
    }
}
