package io.mirai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A Unix socket that leads to another one, no faster and no sooner than it is told, as a network does: for links that are
 * slow or long, and to count what goes over them. Thread-safe.
 */
public final class Relay implements AutoCloseable {

    private static final int STEP_BYTES = 64 * 1024;

    private final Path to;
    private final long bytesPerSecond;
    private final Duration delay;
    private final ServerSocketChannel listener;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final RelayedFrames toListener = new RelayedFrames();
    private final RelayedFrames toDialler = new RelayedFrames();

    /**
     * Begins.
     *
     * @param at where to listen
     * @param to where that leads to
     * @param bytesPerSecond of each connection, either way
     */
    public Relay(Path at, Path to, long bytesPerSecond) throws IOException {
        this(at, to, bytesPerSecond, Duration.ZERO);
    }

    /**
     * Begins.
     *
     * @param at where to listen
     * @param to where that leads to
     * @param bytesPerSecond of each connection, either way
     * @param delay how much later all arrives, either way
     */
    public Relay(Path at, Path to, long bytesPerSecond, Duration delay) throws IOException {
        this.to = to;
        this.bytesPerSecond = bytesPerSecond;
        this.delay = delay;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(at));
        run("relay", this::accept);
    }

    /** In the place of a socket, which is moved aside: who dials its path from now on comes here. */
    public static Relay inFrontOf(Path socket, long bytesPerSecond) throws IOException {
        Path aside = socket.resolveSibling(socket.getFileName() + ".aside");
        return new Relay(socket, Files.move(socket, aside), bytesPerSecond);
    }

    /** What has passed from those who dialled. */
    public RelayedFrames toListener() {
        return toListener;
    }

    /** What has passed to those who dialled. */
    public RelayedFrames toDialler() {
        return toDialler;
    }

    private void run(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel dialler = listener.accept();
                open.add(dialler);
                SocketChannel target = SocketChannel.open(UnixDomainSocketAddress.of(to));
                open.add(target);
                run("relay to listener", () -> pass(dialler, target, toListener));
                run("relay to dialler", () -> pass(target, dialler, toDialler));
            }
        } catch (IOException closed) {
            // So there is nobody to tell.
        }
    }

    private void pass(SocketChannel from, SocketChannel into, RelayedFrames frames) {
        if (delay.isZero()) {
            pass(from, frames, bytes -> {
                while (bytes.hasRemaining()) {
                    into.write(bytes);
                }
            });
            closeQuietly(into);
        } else {
            LateWriter late = new LateWriter(into, delay);
            run("relay, late", late);
            pass(from, frames, late::write);
            late.end();
        }
    }

    private interface Writing {
        void write(ByteBuffer bytes) throws IOException;
    }

    private void pass(SocketChannel from, RelayedFrames frames, Writing into) {
        ByteBuffer bytes = ByteBuffer.allocate(STEP_BYTES);
        long due = System.nanoTime();
        try (from) {
            while (from.read(bytes) >= 0) {
                bytes.flip();
                int count = bytes.remaining();
                frames.add(bytes.duplicate());
                into.write(bytes);
                bytes.clear();
                due = Math.max(due, System.nanoTime()) + TimeUnit.SECONDS.toNanos(count) / bytesPerSecond;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        } catch (IOException | InterruptedException ended) {
            // Either side has closed, and soon both have.
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It has ended all the same.
        }
    }

    /** Ends all that goes over it. */
    @Override
    public void close() {
        try {
            listener.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
            for (SocketChannel channel : open) { // one may have come meanwhile
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
