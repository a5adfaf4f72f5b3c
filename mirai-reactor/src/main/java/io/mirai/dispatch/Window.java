package io.mirai.dispatch;

import io.mirai.spi.Link;
import java.time.Duration;

/**
 * Says how many tasks may be sent ahead to one daemon: sent while all its threads are busy, so that the next is there when a thread
 * is free. It goes by how long the tasks before took on the daemon, as a moving average. Only the drain loop calls it.
 *
 * <pre>
 *   size
 *    32 ┤▔▔▔▔╲                       as many as run within the budget
 *       │     ╲__
 *     4 ┤        ▔▔▔▔┐
 *     0 ┤            └────────────   a task is not short: a round trip is little beside it
 *       └────┬───────┬────────────►  average
 *         budget/32  1 ms
 * </pre>
 *
 * <p>A window begins as if the tasks before had been long, and is open after five or six that were short. One that was long closes it
 * for one or two, however long it was. A daemon that brings no answer within the patience, though tasks were sent ahead to it, runs a
 * long one: then it begins again.
 */
final class Window {

    /** A round trip on one machine takes about a tenth of this, so a longer task gains little and may keep others waiting. */
    private static final int SHORT_MICROS = 1_000;

    private static final int AT_FIRST = 4 * SHORT_MICROS;

    /** The share of the newest task in the average. */
    private static final int WEIGHT = 4;

    private final int budgetMicros;
    private final Duration patience;
    private int average = AT_FIRST;
    private long noted;

    private Window(int budgetMicros, Duration patience) {
        this.budgetMicros = budgetMicros;
        this.patience = patience;
    }

    /** Makes the window of a link. Where the daemon is on another machine, a round trip may take longer than what is ahead. */
    static Window of(Link link) {
        return link.isLaunched()
                ? new Window(4 * SHORT_MICROS, Duration.ofMillis(8))
                : new Window(Link.MOST_AHEAD * SHORT_MICROS, Duration.ofMillis(200));
    }

    /** Returns how long the daemon may bring no answer while tasks are ahead. */
    Duration patience() {
        return patience;
    }

    /** Notes for how many microseconds a task had a thread, of which an hour says no more than any time that is not short. */
    void note(int micros) {
        average += (Math.min(micros, AT_FIRST) - average) / WEIGHT;
        noted++;
    }

    /** Closes the window, since a task that still runs is long. */
    void markStalled() {
        average = Math.max(average, AT_FIRST);
    }

    /** Returns how many tasks were noted. */
    long noted() {
        return noted;
    }

    /** Returns whether any may be ahead. */
    boolean isOpen() {
        return size() > 0;
    }

    /** Returns how many may be ahead. */
    int size() {
        return average > SHORT_MICROS ? 0 : Math.min(Link.MOST_AHEAD, budgetMicros / Math.max(1, average));
    }
}
