package io.mirai.bench.floor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads and writes bytes of an array over a blocking socket, without a direct buffer of their length. Not thread-safe. */
final class RawChannel {

    private static final int CHUNK_BYTES = 256 * 1024;

    private final SocketChannel socket;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    RawChannel(SocketChannel socket) {
        this.socket = socket;
    }

    void write(Message message) throws IOException {
        chunk.clear().limit(Message.BYTES);
        message.write(chunk);
        drain();
    }

    Message readMessage() throws IOException {
        fill(Message.BYTES);
        return Message.read(chunk);
    }

    void write(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
            chunk.clear()
                    .put(bytes, at, Math.min(CHUNK_BYTES, bytes.length - at))
                    .flip();
            drain();
        }
    }

    byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at += CHUNK_BYTES) {
            int count = Math.min(CHUNK_BYTES, length - at);
            fill(count);
            chunk.get(bytes, at, count);
        }
        return bytes;
    }

    private void drain() throws IOException {
        while (chunk.hasRemaining()) {
            socket.write(chunk);
        }
    }

    private void fill(int count) throws IOException {
        chunk.clear().limit(count);
        while (chunk.hasRemaining()) {
            if (socket.read(chunk) < 0) {
                throw new EOFException();
            }
        }
        chunk.flip();
    }
}
