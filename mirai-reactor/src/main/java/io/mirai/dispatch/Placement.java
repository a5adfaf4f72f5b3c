package io.mirai.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Chooses the slot for the next task of the common queue. Only the drain loop calls it. */
sealed interface Placement {

    /** Considers a slot that may have a free thread, or room for tasks that are sent ahead. */
    void offer(Slot slot);

    /** Chooses the slot for a task; null if that has to wait in the common queue. */
    @Nullable
    Slot next(Ticket task);

    /** Considers that no task waits in the common queue: a free thread may be given one that was sent ahead elsewhere. */
    void onEmptyQueue();

    /** Returns whether a task may wait in the queue of its slot, if that has no free thread. */
    boolean waitsThere();

    /** Gives the next task to the slot that has had a free thread for longest, else to one where it may be sent ahead. */
    final class FirstFree implements Placement {

        private final Deque<Slot> free = new ArrayDeque<>();
        private final SendAhead sendAhead;

        FirstFree(SendAhead sendAhead) {
            this.sendAhead = sendAhead;
        }

        @Override
        public void offer(Slot slot) {
            if (!slot.isOffered && slot.hasFreeThread()) {
                free.add(slot);
                slot.isOffered = true;
            }
            sendAhead.offer(slot);
        }

        @Override
        public @Nullable Slot next(Ticket task) {
            Slot first = peek();
            if (first == null) {
                return sendAhead.next(task);
            }
            free.remove();
            first.isOffered = false;
            return first;
        }

        @Override
        public void onEmptyQueue() {
            Slot idle = peek();
            if (idle != null) {
                sendAhead.recallFor(idle);
            }
        }

        private @Nullable Slot peek() {
            Slot slot = free.peek();
            while (slot != null && !slot.hasFreeThread()) {
                free.remove();
                slot.isOffered = false;
                slot = free.peek();
            }
            return slot;
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
        public @Nullable Slot next(Ticket task) {
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
        public void onEmptyQueue() {}

        @Override
        public boolean waitsThere() {
            return true;
        }
    }
}
