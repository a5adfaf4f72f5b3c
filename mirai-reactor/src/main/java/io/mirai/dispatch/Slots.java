package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Returns the numbers of the first slots without a daemon, and of those that come next where there are too few. */
    List<Integer> vacant(int wanted) {
        int number = size;
        IntStream free = IntStream.range(0, number).filter(index -> slots[index].isVacant());
        return IntStream.concat(free, IntStream.iterate(number, index -> index + 1))
                .limit(wanted)
                .boxed()
                .toList();
    }

    /** Returns the slots that are there now. */
    List<Slot> all() {
        int number = size;
        return List.of(Arrays.copyOf(slots, number));
    }

    /** Returns what is shown of them. */
    List<DaemonStatus> status() {
        return all().stream().map(Slot::status).toList();
    }
}
