package io.mirai;

import io.mirai.memory.InMemoryDaemon;
import java.util.HashMap;
import java.util.Map;

/** The model of giving up: five deaths in a row in one slot before a task was finished, none of them excused. */
final class EarlyDeaths {

    private final Map<Integer, Integer> bySlot = new HashMap<>();
    private boolean gaveUp;

    boolean gaveUp() {
        return gaveUp;
    }

    void onFinishedTask(int slot) {
        bySlot.put(slot, 0);
    }

    void onLaunchFailure(int slot) {
        if (bySlot.merge(slot, 1, Integer::sum) == 5) {
            gaveUp = true;
        }
    }

    void onEnd(InMemoryDaemon daemon, boolean ledgerUnread) {
        boolean blamed =
                ledgerUnread ? !daemon.inFlight().isEmpty() : !daemon.begun().isEmpty();
        boolean replaced = daemon.isKilled() && !daemon.isKnownToDrain() && !daemon.hasFailedToTake();
        if (daemon.delivered() == 0 && !blamed && !replaced) {
            onLaunchFailure(daemon.slot());
        }
    }
}
