package io.mirai.testing;

import java.nio.ByteBuffer;

/** The RSocket frames that pass a {@link Relay} one way: each is its length in 3 bytes, its stream in 4, its type. Thread-safe. */
public final class RelayedFrames {

    private static final int LENGTH_BYTES = 3;
    private static final int HEAD_BYTES = LENGTH_BYTES + 6;
    private static final int KEEPALIVE = 0x03;
    private static final int REQUEST_RESPONSE = 0x04;
    private static final int WANTS_ANSWER = 0x80;

    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    private int toSkip;
    private long bytes;
    private int keepAlives;
    private int keepAliveAnswers;
    private int requestResponses;

    /** All that has passed. */
    public synchronized long bytes() {
        return bytes;
    }

    /** How many KEEPALIVE frames that want an answer. */
    public synchronized int keepAlives() {
        return keepAlives;
    }

    /** How many answers to them. */
    public synchronized int keepAliveAnswers() {
        return keepAliveAnswers;
    }

    /** How many requests for one response each. */
    public synchronized int requestResponses() {
        return requestResponses;
    }

    synchronized void add(ByteBuffer passing) {
        bytes += passing.remaining();
        while (passing.hasRemaining()) {
            if (toSkip > 0) {
                int skipped = Math.min(toSkip, passing.remaining());
                passing.position(passing.position() + skipped);
                toSkip -= skipped;
            } else {
                head.put(passing.get());
                if (!head.hasRemaining()) {
                    see();
                }
            }
        }
    }

    private void see() {
        int length = (head.getShort(0) & 0xFFFF) << 8 | (head.get(2) & 0xFF);
        int typeAndFlags = head.getShort(LENGTH_BYTES + 4) & 0xFFFF;
        if (typeAndFlags >> 10 == KEEPALIVE) {
            if ((typeAndFlags & WANTS_ANSWER) != 0) {
                keepAlives++;
            } else {
                keepAliveAnswers++;
            }
        }
        if (typeAndFlags >> 10 == REQUEST_RESPONSE) {
            requestResponses++;
        }
        toSkip = length + LENGTH_BYTES - HEAD_BYTES;
        head.clear();
    }
}
