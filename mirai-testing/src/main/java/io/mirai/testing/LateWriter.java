package io.mirai.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes to a channel what it is given, each piece later by the same time: they may be many at once on their way. */
final class LateWriter implements Runnable {

    /** No bytes are the end. */
    private record Piece(@Nullable ByteBuffer bytes, long due) {}

    private final WritableByteChannel into;
    private final long delayNanos;
    private final BlockingQueue<Piece> onTheirWay = new LinkedBlockingQueue<>();

    LateWriter(WritableByteChannel into, Duration delay) {
        this.into = into;
        this.delayNanos = delay.toNanos();
    }

    /** Takes these bytes, which the caller may overwrite then. */
    void write(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        onTheirWay.add(new Piece(copy, System.nanoTime() + delayNanos));
    }

    /** Closes the channel when all has arrived. */
    void end() {
        onTheirWay.add(new Piece(null, System.nanoTime() + delayNanos));
    }

    @Override
    public void run() {
        try (into) {
            while (true) {
                Piece piece = onTheirWay.take();
                TimeUnit.NANOSECONDS.sleep(piece.due - System.nanoTime());
                ByteBuffer bytes = piece.bytes;
                if (bytes == null) {
                    return;
                }
                while (bytes.hasRemaining()) {
                    into.write(bytes);
                }
            }
        } catch (IOException | InterruptedException ended) {
            // The other side has closed.
        }
    }
}
