package io.mirai.dispatch;

import io.mirai.MiraiClosed;
import io.mirai.MiraiException;
import io.mirai.MiraiReset;
import io.mirai.MiraiReset.Reason;
import io.mirai.MiraiReset.Started;
import io.mirai.spi.LinkEnd;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Fails tasks that end without an answer. Each failure holds what is true now, and becomes an exception when somebody looks at
 * it. Only the drain loop calls this.
 */
final class Ends {

    private final String profile;

    /** Why tasks fail that come after the close; empty before it. */
    private volatile String resetBecause = "";

    Ends(String profile) {
        this.profile = profile;
    }

    /** Tells why the tasks fail that the close meets, or that come after it. */
    void closeBecause(String reason) {
        resetBecause = reason;
    }

    /** Fails a task that has neither a place in the queue nor a seat any more. */
    void fail(Ticket ticket, TaskEnd end) {
        ticket.resolver.tryFail(end);
        ticket.markSettled();
        ticket.markEnded();
    }

    /**
     * Fails a task because the profile closes.
     *
     * @param begun whether it has begun where it is now
     * @param daemon where it was, −1 if nowhere
     */
    void failByClose(Ticket ticket, Started begun, int daemon) {
        int attempts = ticket.attempts() + (begun == Started.UNKNOWN ? 1 : 0);
        Started started = ticket.started(begun);
        fail(ticket, () -> ProfileReset.of(resetBecause, started, daemon, attempts));
    }

    /** Returns the failure, at the close, of tasks that have no ticket. */
    TaskEnd endByClose() {
        return () -> ProfileReset.of(resetBecause, Started.NO, -1, 0);
    }

    /** Fails a task that only the daemon of this slot may run, and that has left or never came. */
    void failAsLeft(Ticket ticket, Slot slot) {
        String problem = slot.problem();
        fail(ticket, neverBegun(ticket, slot, () -> Texts.nodeHasLeft(profile, ticket, slot.index, problem)));
    }

    /** Fails a setup task whose daemon has left. */
    void failSetupAsLeft(Ticket ticket, Slot slot) {
        fail(ticket, neverBegun(ticket, slot, () -> Texts.leftBeforeSetup(ticket, slot.index)));
    }

    /** Fails a setup task whose daemon has left before it was known. */
    void failSetupOfNobody(Ticket ticket) {
        fail(
                ticket,
                () -> new MiraiReset(
                        Texts.noDaemonForSetup(ticket), Reason.LINK_LOST, Started.NO, -1, OptionalInt.empty(), 0));
    }

    /** Makes the failure of a task that has not begun here; it may have begun elsewhere before. */
    private static TaskEnd neverBegun(Ticket ticket, Slot slot, Supplier<String> message) {
        Started started = ticket.started(Started.NO);
        int attempts = ticket.attempts();
        return () ->
                new MiraiReset(message.get(), Reason.LINK_LOST, started, slot.index, OptionalInt.empty(), attempts);
    }

    /**
     * Fails a task whose daemon was lost.
     *
     * @param begun whether it had begun there
     * @param taken whether the slot was taken away from the daemon
     */
    void failByLoss(Ticket ticket, int slot, Started begun, boolean taken, LinkEnd end) {
        int attempts = ticket.attempts();
        Started started = ticket.started(begun);
        LinkEnd said =
                new LinkEnd(end.died(), end.exitStatus(), end.lastWords(), LinkEnd.Traces.UNKNOWN); // what is long goes
        fail(ticket, () -> lost(ticket, slot, started, taken, said, attempts));
    }

    private MiraiException lost(Ticket ticket, int slot, Started begun, boolean taken, LinkEnd end, int attempts) {
        if (taken) {
            return new MiraiClosed(Texts.slotTaken(ticket, slot));
        }
        Reason reason = end.died() ? Reason.DAEMON_DIED : Reason.LINK_LOST;
        String message = Texts.daemonLost(profile, ticket, slot, end, begun, attempts);
        return new MiraiReset(message, reason, begun, slot, end.exitStatus(), attempts);
    }

    /** Returns the failure of a task whose state is unknown, since an event about it has failed half-way. */
    TaskEnd broken(Ticket ticket, Throwable failure) {
        Started started = ticket.started(ticket.isSent() ? Started.UNKNOWN : Started.NO);
        int daemon = ticket.daemon;
        int attempts = ticket.attempts();
        return () -> ProfileReset.of(Texts.eventFailed(profile, failure), started, daemon, attempts);
    }

    /** Returns the failure, for the same reason, of tasks that have no ticket. */
    TaskEnd broken(Throwable failure) {
        return () -> ProfileReset.of(Texts.eventFailed(profile, failure), Started.NO, -1, 0);
    }
}
