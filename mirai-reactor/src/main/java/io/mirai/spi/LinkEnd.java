package io.mirai.spi;

import io.mirai.MiraiReset.Started;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/**
 * How a link ended.
 *
 * @param died whether the daemon's process is known to have ended
 * @param exitStatus its exit status, a signal n as 128 + n; empty where nobody knows
 * @param lastWords what the process said of its end, in one line; empty if nothing
 * @param started whether the task with this {@link TaskMessage#sequence()} had begun
 */
public record LinkEnd(boolean died, OptionalInt exitStatus, String lastWords, LongFunction<Started> started) {}
