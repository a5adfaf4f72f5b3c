package io.mirai;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Thrown when the queue of the profile is full and the calling thread may not wait: see {@link Daemons.Builder#queueLimit} and
 * {@link Daemons.Builder#memory}. The figures are those of the moment of the call.
 */
public final class MiraiQueueFull extends MiraiException {

    private final long limit;
    private final long queued;
    private final long memory;
    private final long queuedBytes;
    private final Duration oldestWaiter;

    /** Mirai makes it; applications only catch it. {@code Long.MAX_VALUE} stands for a limit that is not set. */
    public MiraiQueueFull(
            String message, long limit, long queued, long memory, long queuedBytes, Duration oldestWaiter) {
        super(ErrorCode.QUEUE_FULL, message, null);
        this.limit = limit;
        this.queued = queued;
        this.memory = memory;
        this.queuedBytes = queuedBytes;
        this.oldestWaiter = oldestWaiter;
    }

    /** Returns how many tasks may wait; empty if any number may. */
    public OptionalLong limit() {
        return set(limit);
    }

    /** Returns how many tasks waited. */
    public long queued() {
        return queued;
    }

    /** Returns how many bytes the waiting tasks may have; empty if any number. */
    public OptionalLong memory() {
        return set(memory);
    }

    /** Returns how many bytes the waiting tasks had. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** Returns how long the first caller had waited for room; zero if none waited. */
    public Duration oldestWaiter() {
        return oldestWaiter;
    }

    private static OptionalLong set(long limit) {
        return limit == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}
