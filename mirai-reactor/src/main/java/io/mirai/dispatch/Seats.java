package io.mirai.dispatch;

import java.util.BitSet;

/**
 * The seats of one link, numbered from 0: a task has one from its sending until its ending is here. Only the drain loop
 * of {@link Dispatcher} calls it.
 */
final class Seats {

    private final BitSet taken = new BitSet();
    private final int number;

    Seats(int number) {
        this.number = number;
    }

    boolean hasFree() {
        return taken.cardinality() < number;
    }

    /** Takes the lowest free seat. */
    int take() {
        int seat = taken.nextClearBit(0);
        taken.set(seat);
        return seat;
    }

    void giveBack(int seat) {
        taken.clear(seat);
    }
}
