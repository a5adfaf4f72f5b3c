package io.mirai.dispatch;

/**
 * Says how a profile takes its tasks and hands them out.
 *
 * @param retries how often a task that does not say so itself is tried again
 * @param inTurn whether each daemon gets the next task in its turn, even if it must wait there; otherwise the first in the
 *     queue goes to the first daemon that is free
 * @param limits how much may wait
 */
public record Policy(int retries, boolean inTurn, QueueLimits limits) {

    /** The policy of first come, first served, where nothing is tried again. */
    public static final Policy FIFO = new Policy(0, false);

    /** Makes a policy by which any number of tasks may wait. */
    public Policy(int retries, boolean inTurn) {
        this(retries, inTurn, QueueLimits.NONE);
    }
}
