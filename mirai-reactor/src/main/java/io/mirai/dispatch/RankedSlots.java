package io.mirai.dispatch;

import io.mirai.spi.Link;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Slots in the order of a number each, which changes with each task; those of one number by their own. Only the drain loop calls it.
 *
 * <pre>
 *   number   0        1        2        …  {@link Link#MOST_AHEAD}
 *   slots    {0, 3}   {}       {1}      …  {}
 * </pre>
 */
final class RankedSlots {

    private static final int NOWHERE = -1;

    /** A slot, and the number that it has here. */
    private static final class Ranked {

        final Slot slot;
        int number = NOWHERE;

        Ranked(Slot slot) {
            this.slot = slot;
        }
    }

    private final List<@Nullable Ranked> ranked = new ArrayList<>(); // by the slot's own number
    private final List<BitSet> byNumber =
            Stream.generate(BitSet::new).limit(Link.MOST_AHEAD + 1).toList();
    private final Predicate<Slot> belongs;
    private long inUse; // a bit for each number that a slot may have: most have none

    /**
     * Makes an empty order.
     *
     * @param belongs whether a slot belongs to it still
     */
    RankedSlots(Predicate<Slot> belongs) {
        this.belongs = belongs;
    }

    /**
     * Adds a slot or moves it, if it belongs here, else removes it.
     *
     * @param number at most {@link Link#MOST_AHEAD}
     */
    void rank(Slot slot, int number) {
        Ranked known = slot.index < ranked.size() ? ranked.get(slot.index) : null;
        if (!belongs.test(slot)) {
            if (known != null) {
                move(known, NOWHERE);
            }
        } else {
            move(known != null ? known : add(slot), number);
        }
    }

    private Ranked add(Slot slot) {
        while (ranked.size() <= slot.index) {
            ranked.add(null);
        }
        Ranked added = new Ranked(slot);
        ranked.set(slot.index, added);
        return added;
    }

    private void move(Ranked one, int number) {
        if (one.number == number) {
            return;
        }
        if (one.number != NOWHERE) {
            remove(one.number, one.slot.index);
        }
        one.number = number;
        if (number != NOWHERE) {
            byNumber.get(number).set(one.slot.index);
            inUse |= 1L << number;
        }
    }

    private void remove(int number, int index) {
        BitSet slots = byNumber.get(number);
        slots.clear(index);
        if (slots.isEmpty()) {
            inUse &= ~(1L << number);
        }
    }

    /** Returns the slot of the lowest number; null if there is none. */
    @Nullable
    Slot lowest() {
        while (inUse != 0) {
            int number = Long.numberOfTrailingZeros(inUse);
            int index = byNumber.get(number).nextSetBit(0);
            Ranked first = Objects.requireNonNull(ranked.get(index));
            if (belongs.test(first.slot)) {
                return first.slot;
            }
            move(first, NOWHERE);
        }
        return null;
    }
}
