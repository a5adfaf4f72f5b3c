package io.mirai.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What has been there since a moment, and what has come since and does not go. */
final class Watch {

    private static final Duration POLL = Duration.ofMillis(10);

    private final Footprint before;

    private Watch(Footprint before) {
        this.before = before;
    }

    /** From now on. The errors are those of this watch alone. */
    static Watch begin() {
        Dropped.begin();
        return new Watch(Footprint.now());
    }

    /**
     * What is left, a line each; empty if all is as it was.
     *
     * @param limit how long to wait for what is going
     */
    List<String> end(Duration limit) {
        List<String> reports = new ArrayList<>(Dropped.takeAll());
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(limit)
                    .until(() -> Footprint.now().since(before).isEmpty());
        } catch (ConditionTimeoutException e) {
            reports.addAll(Footprint.now().since(before));
        }
        return reports;
    }
}
