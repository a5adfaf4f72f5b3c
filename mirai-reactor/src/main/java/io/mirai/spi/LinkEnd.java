package io.mirai.spi;

import io.mirai.MiraiReset.Started;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a link ended.
 *
 * @param died whether the daemon's process is known to have ended
 * @param exitStatus its exit status, a signal n as 128 + n; empty where nobody knows
 * @param lastWords what the process said of its end, in one line; empty if nothing
 * @param traces tells of each task that was in flight how far it had come
 */
public record LinkEnd(boolean died, OptionalInt exitStatus, String lastWords, Traces traces) {

    /** What a daemon has left of its tasks. Called inside the dispatcher's loop, so it must not block. */
    @FunctionalInterface
    public interface Traces {

        /** Nobody can tell. */
        Traces UNKNOWN = (seat, sequence) -> Started.UNKNOWN;

        /** Whether the task with this {@linkplain TaskMessage#sequence() sequence}, in this seat, had begun. */
        Started started(int seat, long sequence);

        /**
         * The reply of that task, which had ended, though its reply may not have left; null if there is none here. Its body is
         * there.
         */
        default @Nullable Reply reply(int seat, long sequence) {
            return null;
        }
    }
}
