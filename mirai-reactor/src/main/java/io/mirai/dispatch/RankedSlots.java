package io.mirai.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Slots in the order of a number each, which changes; those of one number by their own. Only the drain loop calls it. */
final class RankedSlots {

    private final TreeMap<Long, Slot> byRank = new TreeMap<>();
    private final Map<Slot, Long> ranks = new HashMap<>();
    private final Predicate<Slot> belongs;

    /**
     * Makes an empty order.
     *
     * @param belongs whether a slot belongs to it still
     */
    RankedSlots(Predicate<Slot> belongs) {
        this.belongs = belongs;
    }

    /** Adds a slot or moves it, if it belongs here, else removes it. */
    void rank(Slot slot, int number) {
        if (!belongs.test(slot)) {
            remove(slot);
            return;
        }
        long rank = ((long) number << Integer.SIZE) + slot.index;
        Long before = ranks.get(slot);
        if (before == null || before != rank) {
            remove(slot);
            ranks.put(slot, rank);
            byRank.put(rank, slot);
        }
    }

    private void remove(Slot slot) {
        Long before = ranks.remove(slot);
        if (before != null) {
            byRank.remove(before);
        }
    }

    /** Returns the slot of the lowest number; null if there is none. */
    @Nullable
    Slot lowest() {
        Map.Entry<Long, Slot> first = byRank.firstEntry();
        while (first != null && !belongs.test(first.getValue())) {
            remove(first.getValue());
            first = byRank.firstEntry();
        }
        return first == null ? null : first.getValue();
    }
}
