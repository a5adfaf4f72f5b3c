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
    private long limit = Long.MAX_VALUE;
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

    /** Cuts the connection of the byte that follows so many more. */
    public synchronized void cutAfter(long more) {
        limit = bytes + more;
    }

    /** How many may pass after these; if that is negative, so many of these must not, and all may from then on. */
    synchronized long add(ByteBuffer passing) {
        bytes += passing.remaining();
        long left = limit - bytes;
        if (left < 0) {
            limit = Long.MAX_VALUE;
            head.clear();
            toSkip = 0;
            return left;
        }
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
        return left;
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
