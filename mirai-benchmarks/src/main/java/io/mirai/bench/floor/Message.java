package io.mirai.bench.floor;

import io.netty.buffer.ByteBuf;
import io.rsocket.Payload;
import io.rsocket.util.DefaultPayload;
import java.nio.ByteBuffer;

/**
 * A question to a worker of a floor, and the answer: 64 bytes, of which most are padding.
 *
 * <pre>
 *   0      1         9            64
 *   | kind | number  | padding    |
 * </pre>
 */
record Message(char kind, long number) {

    /** Has the worker answer the next number. */
    static final char INCREMENT = 'i';

    /** Has the worker answer its process. */
    static final char PID = 'p';

    /** Has the worker take so many bytes from the host. */
    static final char FETCH = 'f';

    static final int BYTES = 64;

    Message withNumber(long other) {
        return new Message(kind, other);
    }

    IllegalStateException unknown() {
        return new IllegalStateException("there is no kind " + kind);
    }

    /** Reads the message and releases the payload. */
    static Message read(Payload payload) {
        ByteBuf bytes = payload.data();
        Message message = new Message((char) bytes.readByte(), bytes.readLong());
        payload.release();
        return message;
    }

    static Message read(ByteBuffer bytes) {
        return new Message((char) bytes.get(0), bytes.getLong(1));
    }

    Payload toPayload() {
        byte[] bytes = new byte[BYTES];
        write(ByteBuffer.wrap(bytes));
        return DefaultPayload.create(bytes);
    }

    void write(ByteBuffer bytes) {
        bytes.put(0, (byte) kind);
        bytes.putLong(1, number);
    }
}
