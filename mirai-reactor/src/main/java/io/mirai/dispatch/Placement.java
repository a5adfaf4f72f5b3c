package io.mirai.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Chooses the slot for the next task of the common queue. Only the drain loop calls it. */
sealed interface Placement {

    /** Considers a slot that may have a free seat. */
    void offer(Slot slot);

    /** Chooses the slot for the next task; null if that has to wait in the common queue. */
    @Nullable
    Slot next();

    /** Returns whether a task may wait in the queue of its slot, if that has no free seat. */
    boolean waitsThere();

    /** Gives the next task to the slot that has had a free seat for longest. */
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

    /** Gives the next task to each slot in turn whose daemon takes tasks, even if the task must wait there. */
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
