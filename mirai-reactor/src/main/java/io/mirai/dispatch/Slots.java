package io.mirai.dispatch;

import java.util.Arrays;
import java.util.List;

/** The slots of a profile, by number; there are only ever more of them. The drain loop adds, any thread reads. */
final class Slots {

    // Written before the size is, and read after it: so a thread that sees a size sees as many slots.
    private volatile Slot[] slots = new Slot[16];
    private volatile int size;

    int size() {
        return size;
    }

    Slot get(int index) {
        return slots[index];
    }

    void add(Slot slot) {
        int position = size;
        if (position == slots.length) {
            slots = Arrays.copyOf(slots, 2 * position);
        }
        slots[position] = slot;
        size = position + 1;
    }

    /** Returns the slots that are there now. */
    List<Slot> all() {
        int number = size;
        return List.of(Arrays.copyOf(slots, number));
    }
}
