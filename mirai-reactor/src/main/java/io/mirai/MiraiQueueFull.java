package io.mirai;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The queue of the profile is full and the calling thread may not wait: see {@link Daemons.Builder#queueLimit} and {@link
 * Daemons.Builder#memory}. The figures are of the moment of the call.
 */
public final class MiraiQueueFull extends MiraiException {

    private final long limit;
    private final long queued;
    private final long memory;
    private final long queuedBytes;
    private final Duration oldestWaiter;

    /** Made by Mirai; applications only catch it. {@code Long.MAX_VALUE} is a limit that is not set. */
    public MiraiQueueFull(
            String message, long limit, long queued, long memory, long queuedBytes, Duration oldestWaiter) {
        super(ErrorCode.QUEUE_FULL, message, null);
        this.limit = limit;
        this.queued = queued;
        this.memory = memory;
        this.queuedBytes = queuedBytes;
        this.oldestWaiter = oldestWaiter;
    }

    /** How many tasks may wait; empty if any number may. */
    public OptionalLong limit() {
        return set(limit);
    }

    /** How many tasks waited. */
    public long queued() {
        return queued;
    }

    /** How many bytes the bodies of waiting tasks may have; empty if any number. */
    public OptionalLong memory() {
        return set(memory);
    }

    /** How many bytes they had. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** How long the first of those had waited that wait for room; zero if nobody did. */
    public Duration oldestWaiter() {
        return oldestWaiter;
    }

    private static OptionalLong set(long limit) {
        return limit == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}
