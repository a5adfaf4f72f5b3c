package io.mirai.spi;

import io.mirai.MiraiReset.Started;
import java.util.OptionalInt;

/**
 * How a link ended.
 *
 * @param died whether the daemon's process is known to have ended
 * @param exitStatus its exit status, a signal n as 128 + n; empty where nobody knows
 * @param lastWords what the process said of its end, in one line; empty if nothing
 * @param starts tells of each task that was in flight whether it had begun
 */
public record LinkEnd(boolean died, OptionalInt exitStatus, String lastWords, Starts starts) {

    /** Tells which tasks had begun on a daemon. Called inside the dispatcher's loop, so it must not block. */
    @FunctionalInterface
    public interface Starts {

        /** Cannot tell. */
        Starts UNKNOWN = (seat, sequence) -> Started.UNKNOWN;

        /** Whether the task with this {@linkplain TaskMessage#sequence() sequence}, in this seat, had begun. */
        Started of(int seat, long sequence);
    }
}
