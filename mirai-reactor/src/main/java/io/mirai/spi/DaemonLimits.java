package io.mirai.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a daemon leaves of its own accord, after the tasks that it has.
 *
 * @param maxTasks after so many tasks
 * @param idleTime when it has had none for so long; null for never
 * @param wallTime when it has been there for so long; null for never
 * @param timerStart after how many tasks the two times begin
 */
public record DaemonLimits(long maxTasks, @Nullable Duration idleTime, @Nullable Duration wallTime, int timerStart) {

    /** Refuses limits that no daemon can keep, with an {@link IllegalArgumentException}. */
    public DaemonLimits {
        if (maxTasks < 1) {
            throw new IllegalArgumentException(Texts.maxTasksNotPositive(maxTasks));
        }
        if (timerStart < 0) {
            throw new IllegalArgumentException(Texts.negativeTimerStart(timerStart));
        }
    }

    /** It stays. */
    public static final DaemonLimits NONE = new DaemonLimits(Long.MAX_VALUE, null, null, 0);

    public DaemonLimits withMaxTasks(long tasks) {
        return new DaemonLimits(tasks, idleTime, wallTime, timerStart);
    }

    public DaemonLimits withIdleTime(Duration limit) {
        return new DaemonLimits(maxTasks, limit, wallTime, timerStart);
    }

    public DaemonLimits withWallTime(Duration limit) {
        return new DaemonLimits(maxTasks, idleTime, limit, timerStart);
    }

    public DaemonLimits withTimerStart(int tasks) {
        return new DaemonLimits(maxTasks, idleTime, wallTime, tasks);
    }
}
