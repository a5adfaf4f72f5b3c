package io.mirai.wire;

import io.mirai.spi.Body;

/** The versions and limits that both sides agree on; docs/protocol.md explains them. */
public final class Protocol {

    /** The version of the protocol that this side speaks. */
    public static final int VERSION = 1;

    /** The version of the codec that this side speaks; host and daemon must have the same. */
    public static final int CODEC = 1;

    /** The oldest Java that a daemon may run on. */
    public static final int MIN_JAVA = 17;

    /** A daemon runs no more tasks at once; what it states is cut to this. */
    public static final int MAX_CAPACITY = 1024;

    /** The longest name of a task, class or service, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 1024;

    /** The length of a SHA-256. */
    public static final int HASH_BYTES = 32;

    /** The longest line of output in one event, in bytes of UTF-8. */
    public static final int MAX_LINE_BYTES = 8 * 1024;

    /** The longest message: an inline body, the longest name and the fixed fields, with room to spare. */
    private static final int MAX_MESSAGE_BYTES = Body.CHUNK_BYTES + 4 * MAX_NAME_BYTES;

    /** What RSocket puts before a message in its frame takes less. */
    private static final int HEADER_BYTES = 64;

    /** The longest RSocket frame, its length prefix included: one message. */
    public static final int MAX_FRAME_BYTES = MAX_MESSAGE_BYTES + 2 * HEADER_BYTES;

    /** The longest RSocket frame over WebSocket, and of a daemon that is not admitted yet. */
    public static final int SHORT_FRAME_BYTES = 64 * 1024;

    /** Returns how long the frames may be at most, without their length prefix, in which longer payloads are cut. */
    public static int fragmentBytes(int maxFrameBytes) {
        return maxFrameBytes - HEADER_BYTES;
    }

    /** Bounds for the keep-alive that a daemon proposes: how often it is sent, and how long silence is suffered. */
    public static final int MIN_KEEP_ALIVE_MILLIS = 1_000;

    /** See {@link #MIN_KEEP_ALIVE_MILLIS}. */
    public static final int MAX_KEEP_ALIVE_MILLIS = 180_000;

    /** See {@link #MIN_KEEP_ALIVE_MILLIS}. */
    public static final int MAX_LIFETIME_MILLIS = 180_000;

    /** The most that a KEEPALIVE frame carries. */
    public static final int MAX_KEEP_ALIVE_DATA_BYTES = 64;

    /** How many KEEPALIVE frames a daemon may send at once, and beside them for each interval since it came. */
    public static final int KEEP_ALIVES_AT_ONCE = 64;

    /** See {@link #KEEP_ALIVES_AT_ONCE}. */
    public static final int KEEP_ALIVES_PER_INTERVAL = 4;

    private Protocol() {}
}
