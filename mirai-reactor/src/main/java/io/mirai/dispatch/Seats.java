package io.mirai.dispatch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The seats of one link, numbered from 0. A task has a seat from its sending until its ending is here. Only the drain loop calls
 * this.
 */
final class Seats {

    private final @Nullable Ticket[] seated;
    private final BitSet taken = new BitSet();
    private int count;

    Seats(int number) {
        this.seated = new Ticket[number];
    }

    boolean hasFree() {
        return count < seated.length;
    }

    /** Returns how many are taken. */
    int taken() {
        return count;
    }

    /** Gives a task the lowest free seat. */
    int take(Ticket ticket) {
        int seat = taken.nextClearBit(0);
        taken.set(seat);
        seated[seat] = ticket;
        count++;
        return seat;
    }

    void giveBack(int seat) {
        taken.clear(seat);
        seated[seat] = null;
        count--;
    }

    /** Returns the tasks that have a seat. */
    List<Ticket> tickets() {
        List<Ticket> tickets = new ArrayList<>(count);
        taken.stream().forEach(seat -> tickets.add(Objects.requireNonNull(seated[seat])));
        return tickets;
    }
}
