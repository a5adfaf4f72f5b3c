package io.mirai.wire;

import io.mirai.spi.KeepAliveSpec;

/**
 * How a link is kept alive.
 *
 * @param intervalMillis how often each side sends a KEEPALIVE frame
 * @param lifetimeMillis how long one side may be silent before the other ends the link
 */
public record KeepAliveTimes(int intervalMillis, int lifetimeMillis) {

    /** Those that a profile asks for. */
    public static KeepAliveTimes of(KeepAliveSpec spec) {
        return new KeepAliveTimes(
                (int) spec.interval().toMillis(), (int) spec.lifetime().toMillis()); // at most minutes
    }

    /** Whether both are within the bounds of the protocol. */
    public boolean isAllowed() {
        return intervalMillis >= Protocol.MIN_KEEP_ALIVE_MILLIS
                && intervalMillis <= Protocol.MAX_KEEP_ALIVE_MILLIS
                && lifetimeMillis >= intervalMillis
                && lifetimeMillis <= Protocol.MAX_LIFETIME_MILLIS;
    }
}
