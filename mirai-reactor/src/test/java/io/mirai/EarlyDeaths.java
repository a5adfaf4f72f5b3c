package io.mirai;

import io.mirai.memory.InMemoryDaemon;
import java.util.HashMap;
import java.util.Map;

/** The model of giving up: five deaths in a row in one slot before a task was finished, none of them excused. */
final class EarlyDeaths {

    private static final int TO_GIVE_UP = 5;

    private final Map<Integer, Integer> bySlot = new HashMap<>();

    void onFinishedTask(int slot) {
        bySlot.put(slot, 0);
    }

    /** A daemon is launched where none was to come any more. */
    void forget(int slot) {
        bySlot.put(slot, 0);
    }

    /** Counts one more, and tells whether the slot gives up. */
    boolean isFifth(int slot) {
        return bySlot.merge(slot, 1, Integer::sum) == TO_GIVE_UP;
    }

    /** Whether the end of this daemon is such a death. */
    boolean isEarly(InMemoryDaemon daemon, boolean ledgerUnread) {
        boolean blamed =
                ledgerUnread ? !daemon.inFlight().isEmpty() : !daemon.begun().isEmpty();
        boolean replaced = daemon.isKilled() && !daemon.isKnownToDrain() && !daemon.hasFailedToTake();
        return daemon.delivered() == 0 && !blamed && !replaced;
    }
}
