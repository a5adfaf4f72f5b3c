package io.mirai.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which slot has the next task of the common queue. Only the drain loop calls it. */
sealed interface Placement {

    /** A slot may have a free seat. */
    void offer(Slot slot);

    /** The slot for the next task; null if that has to wait in the common queue. */
    @Nullable
    Slot next();

    /** Whether the task waits there where it was placed, if the slot has no free seat. */
    boolean waitsThere();

    /** The first slot that has a free seat has the next task. */
    final class FirstFree implements Placement {

        private final Deque<Slot> free = new ArrayDeque<>();

        @Override
        public void offer(Slot slot) {
            if (!slot.isOffered && slot.hasFreeSeat()) {
                free.add(slot);
                slot.isOffered = true;
            }
        }

        @Override
        public @Nullable Slot next() {
            for (Slot slot = free.poll(); slot != null; slot = free.poll()) {
                slot.isOffered = false;
                if (slot.hasFreeSeat()) {
                    return slot;
                }
            }
            return null;
        }

        @Override
        public boolean waitsThere() {
            return false;
        }
    }

    /** Each slot whose daemon takes tasks has the next in its turn, even if the task must wait there. */
    final class InTurn implements Placement {

        private final TreeMap<Integer, Slot> taking = new TreeMap<>();
        private int turn = -1;

        @Override
        public void offer(Slot slot) {
            if (slot.takesTasks()) {
                taking.put(slot.index, slot);
            }
        }

        @Override
        public @Nullable Slot next() {
            while (!taking.isEmpty()) {
                Map.Entry<Integer, Slot> higher = taking.higherEntry(turn);
                Slot slot = (higher == null ? taking.firstEntry() : higher).getValue();
                if (slot.takesTasks()) {
                    turn = slot.index;
                    return slot;
                }
                taking.remove(slot.index);
            }
            return null;
        }

        @Override
        public boolean waitsThere() {
            return true;
        }
    }
}
