package io.mirai.transport.link;

import io.netty.buffer.ByteBuf;

/**
 * Sets the keep-alive in a SETUP frame, which RSocket has no method for.
 *
 * <pre>
 *    0  i32  stream id, 0
 *    4  u16  frame type and flags
 *    6  u32  version of RSocket
 *   10  i32  keep-alive interval in ms
 *   14  i32  lifetime in ms
 * </pre>
 */
public final class SetupFrame {

    private static final int INTERVAL_OFFSET = 10;
    private static final int LIFETIME_OFFSET = 14;

    private SetupFrame() {}

    /** Sets how often the daemon sends KEEPALIVE frames. */
    public static void setInterval(ByteBuf frame, int millis) {
        frame.setInt(frame.readerIndex() + INTERVAL_OFFSET, millis);
    }

    /** Sets how long the link may be silent. */
    public static void setLifetime(ByteBuf frame, int millis) {
        frame.setInt(frame.readerIndex() + LIFETIME_OFFSET, millis);
    }
}
