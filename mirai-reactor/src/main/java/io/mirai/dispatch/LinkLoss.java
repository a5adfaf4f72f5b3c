package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;

/**
 * Says what becomes of a task whose link has ended. It follows from the arguments alone:
 *
 * <table>
 *   <caption>The decision</caption>
 *   <tr><th>it had begun there</th><th>and</th><th>it</th><th>may be what ended the daemon</th></tr>
 *   <tr><td>no</td><td></td><td>returns to its old place</td><td>no</td></tr>
 *   <tr><td>yes, or nobody knows</td><td>it may be tried again</td><td>returns to its old place</td><td>yes</td></tr>
 *   <tr><td>yes, or nobody knows</td><td>it may not, or the slot was taken away</td><td>fails</td><td>yes</td></tr>
 *   <tr><td>yes, or nobody knows</td><td>it is a setup task</td><td>fails</td><td>not if the daemon was joining: then this is an early death</td></tr>
 * </table>
 *
 * @param returns whether it returns to its old place
 * @param blamed whether it may be what ended the daemon
 */
record LinkLoss(boolean returns, boolean blamed) {

    /**
     * Decides.
     *
     * @param begun whether it had begun there
     * @param taken whether the slot was taken away from its daemon
     * @param policy says how often a task is tried again that does not say so itself
     */
    static LinkLoss of(Ticket ticket, Started begun, boolean taken, Policy policy) {
        boolean never = begun == Started.NO;
        return new LinkLoss(never || (!taken && mayTryAgain(ticket, policy)), !never && !ticket.admits);
    }

    /**
     * Returns whether a task may be tried again: not a stream, whose values cannot be taken back, nor a setup task, which the
     * next daemon runs anyway.
     */
    static boolean mayTryAgain(Ticket ticket, Policy policy) {
        int own = ticket.limits().retries();
        int retries = own == TaskLimits.AS_PROFILE ? policy.retries() : own;
        return !ticket.work.streams() && ticket.setup == null && ticket.attempts() < retries;
    }
}
