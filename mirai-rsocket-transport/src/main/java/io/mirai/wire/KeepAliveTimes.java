package io.mirai.wire;

/**
 * How a link is kept alive.
 *
 * @param intervalMillis how often each side sends a KEEPALIVE frame
 * @param lifetimeMillis how long one side may be silent before the other ends the link
 */
public record KeepAliveTimes(int intervalMillis, int lifetimeMillis) {

    /** Whether both are within the bounds of the protocol. */
    public boolean isAllowed() {
        return intervalMillis >= Protocol.MIN_KEEP_ALIVE_MILLIS
                && intervalMillis <= Protocol.MAX_KEEP_ALIVE_MILLIS
                && lifetimeMillis >= intervalMillis
                && lifetimeMillis <= Protocol.MAX_LIFETIME_MILLIS;
    }
}
