package io.mirai.dispatch;

import io.mirai.spi.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The seats of one link, numbered from 0. A task has a seat from its sending until its ending is here. As many tasks as the daemon has
 * threads run, those that were sent first; the others are ahead. Only the drain loop calls this.
 *
 * <pre>
 *   sent ──┬── a thread is free ─────────────► runs ──its ending──► the seat is free
 *          │                                    ▲
 *          └── none is ──► ahead ──one is free──┘
 *                            └── recalled, and not begun ──► the seat is free
 * </pre>
 */
final class Seats {

    private final int threads;
    private final Counts counts;
    private final @Nullable Ticket[] seated;
    private final BitSet taken;
    private final Deque<Ticket> ahead = new ArrayDeque<>(Link.MOST_AHEAD);
    private int running;
    private int recalled;

    Seats(int threads, Counts counts) {
        this.threads = threads;
        this.counts = counts;
        this.seated = new Ticket[threads + Link.MOST_AHEAD];
        this.taken = new BitSet(seated.length);
    }

    boolean hasFreeThread() {
        return running < threads;
    }

    int freeThreads() {
        return threads - running;
    }

    /** Returns how many tasks run. */
    int running() {
        return running;
    }

    /** Returns how many tasks were sent ahead and do not run yet. */
    int ahead() {
        return ahead.size();
    }

    /** Returns how many of those were not recalled. */
    int toRecall() {
        return ahead.size() - recalled;
    }

    /** Returns the lowest free seat. */
    int lowestFree() {
        return taken.nextClearBit(0);
    }

    /** Gives a task its seat. This needs no memory, so it does not fail half-way. */
    void take(Ticket ticket, Ticket.Sent sent) {
        taken.set(sent.seat);
        seated[sent.seat] = ticket;
        if (sent.isAhead) {
            ahead.add(ticket);
            counts.addAhead(1);
        } else {
            running++;
            counts.addExecuting(1);
        }
    }

    /**
     * Gives the seat of a task back.
     *
     * @return the task that has its thread now; null if none has
     */
    @Nullable
    Ticket giveBack(Ticket.Sent sent) {
        Ticket ticket = Objects.requireNonNull(seated[sent.seat]);
        taken.clear(sent.seat);
        seated[sent.seat] = null;
        if (sent.isAhead) {
            leaveAhead(ticket, sent);
            return null;
        }
        running--;
        counts.addExecuting(-1);
        Ticket next = ahead.peek();
        if (next != null) {
            leaveAhead(next, (Ticket.Sent) next.state());
            running++;
            counts.addExecuting(1);
        }
        return next;
    }

    private void leaveAhead(Ticket ticket, Ticket.Sent sent) {
        ahead.remove(ticket);
        recalled -= sent.isRecalled ? 1 : 0;
        counts.addAhead(-1);
    }

    /** Returns the last of those that are ahead and were not recalled, so many at most, from the last on. */
    List<Ticket> lastAhead(int most) {
        List<Ticket> last = new ArrayList<>();
        Iterator<Ticket> fromTheLast = ahead.descendingIterator();
        while (last.size() < most && fromTheLast.hasNext()) {
            Ticket next = fromTheLast.next();
            if (!((Ticket.Sent) next.state()).isRecalled) {
                last.add(next);
            }
        }
        return last;
    }

    /** Marks that a task which is ahead was recalled. */
    void markRecalled(Ticket.Sent sent) {
        sent.isRecalled = true;
        recalled++;
    }

    /** Returns the tasks that have a seat. */
    List<Ticket> tickets() {
        List<Ticket> tickets = new ArrayList<>(taken.cardinality());
        taken.stream().forEach(seat -> tickets.add(Objects.requireNonNull(seated[seat])));
        return tickets;
    }

    /** Counts the tasks no longer, since the link has ended. */
    void clear() {
        counts.addExecuting(-running);
        counts.addAhead(-ahead.size());
        running = 0;
        recalled = 0;
        ahead.clear();
        taken.clear();
    }
}
