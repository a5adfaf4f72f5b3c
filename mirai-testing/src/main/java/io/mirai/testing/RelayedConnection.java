package io.mirai.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection through a {@link Relay}: what one side sends goes to the other, until a side closes, or is lost. If one side alone
 * is lost, the other stays open and hears nothing any more.
 */
final class RelayedConnection {

    private static final int STEP_BYTES = 64 * 1024;

    private final Relay relay;
    private final SocketChannel dialler;
    private final SocketChannel target;
    private volatile boolean halfOpen;

    RelayedConnection(Relay relay, SocketChannel dialler, SocketChannel target) {
        this.relay = relay;
        this.dialler = dialler;
        this.target = target;
    }

    /** Passes on what the dialler sends. */
    void toTarget() {
        pass(dialler, target, relay.toListener());
    }

    /** Passes on what the other side sends. */
    void toDialler() {
        pass(target, dialler, relay.toDialler());
    }

    private void pass(SocketChannel from, SocketChannel into, RelayedFrames frames) {
        @Nullable LateWriter late = null;
        Duration delay = relay.delay();
        try {
            if (delay.isZero()) {
                pass(from, frames, bytes -> {
                    while (bytes.hasRemaining()) {
                        into.write(bytes);
                    }
                });
            } else {
                late = new LateWriter(into, delay);
                relay.run("relay, late", late);
                pass(from, frames, late::write);
            }
        } catch (IOException | InterruptedException ended) {
            // A side has closed, or was lost.
        }
        if (halfOpen) {
            return;
        }
        closeQuietly(from);
        if (late == null) {
            closeQuietly(into);
        } else {
            late.end();
        }
    }

    private interface Writing {
        void write(ByteBuffer bytes) throws IOException;
    }

    private void pass(SocketChannel from, RelayedFrames frames, Writing into) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(STEP_BYTES);
        long due = System.nanoTime();
        while (from.read(bytes) >= 0) {
            bytes.flip();
            int count = bytes.remaining();
            long left = frames.add(bytes.duplicate());
            if (left < 0) {
                bytes.limit((int) Math.max(0, count + left));
                into.write(bytes);
                cut();
                return;
            }
            into.write(bytes);
            bytes.clear();
            due = Math.max(due, System.nanoTime()) + TimeUnit.SECONDS.toNanos(count) / relay.bytesPerSecond();
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        }
    }

    /** Loses the side that was dialled. */
    void loseTarget() {
        halfOpen = true;
        closeQuietly(target);
    }

    /** Loses the side that has dialled. */
    void loseDialler() {
        halfOpen = true;
        closeQuietly(dialler);
    }

    /** Ends both sides now. */
    void cut() {
        closeQuietly(dialler);
        closeQuietly(target);
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It has ended all the same.
        }
    }
}
