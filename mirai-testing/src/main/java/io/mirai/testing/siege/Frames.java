package io.mirai.testing.siege;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of RSocket, with their length before them. */
final class Frames {

    /** Stream, type and flags. */
    static final int HEADER_BYTES = 6;

    static final int LENGTH_BYTES = 3;
    private static final int SETUP = 0x01 << 10;
    private static final int KEEPALIVE = 0x03 << 10;
    private static final int REQUEST_RESPONSE = 0x04 << 10;
    private static final int PAYLOAD = 0x0A << 10;
    private static final int FOLLOWS = 0x80;
    private static final int RESPOND = 0x80;
    private static final int COMPLETE = 0x40;
    private static final int NEXT = 0x20;
    private static final int KEEP_ALIVE_MILLIS = 10_000;
    private static final int LIFETIME_MILLIS = 60_000;

    /** The stream of the host's first request. */
    private static final int CHALLENGE = 2;

    private Frames() {}

    static byte[] setup(byte[] payload) {
        byte[] mime = "application/binary".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(14 + 2 * mime.length + payload.length)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(KEEP_ALIVE_MILLIS)
                .putInt(LIFETIME_MILLIS)
                .put((byte) mime.length)
                .put(mime)
                .put((byte) mime.length)
                .put(mime)
                .put(payload);
        return frame(0, SETUP, body.array());
    }

    /** The answer to the host's first request. */
    static byte[] answer(byte[] message) {
        return frame(CHALLENGE, PAYLOAD | NEXT | COMPLETE, message);
    }

    /** Wants an answer. */
    static byte[] keepAlive() {
        return frame(0, KEEPALIVE | RESPOND, new byte[8 + 64]);
    }

    static byte[] question(int stream, byte[] message) {
        return frame(stream, REQUEST_RESPONSE, message);
    }

    /** The first part of a request, and any other. */
    static byte[] part(int stream, byte[] message) {
        return frame(stream, REQUEST_RESPONSE | FOLLOWS, message);
    }

    private static byte[] frame(int stream, int typeAndFlags, byte[] body) {
        int length = HEADER_BYTES + body.length;
        return ByteBuffer.allocate(LENGTH_BYTES + length)
                .put((byte) (length >> 16))
                .putShort((short) length)
                .putInt(stream)
                .putShort((short) typeAndFlags)
                .put(body)
                .array();
    }
}
