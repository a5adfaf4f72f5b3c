package io.mirai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A socket that leads to another one, no faster and no sooner than it is told, as a network does: for links that are
 * slow or long, or break, and to count what goes over them. Thread-safe.
 */
public final class Relay implements AutoCloseable {

    private final SocketAddress to;
    private final SocketAddress at;
    private final long bytesPerSecond;
    private final Duration delay;
    private final ServerSocketChannel listener;
    private final List<RelayedConnection> connections = new CopyOnWriteArrayList<>();
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
        this(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(at)),
                UnixDomainSocketAddress.of(to),
                bytesPerSecond,
                delay);
    }

    private Relay(ServerSocketChannel listener, SocketAddress to, long bytesPerSecond, Duration delay)
            throws IOException {
        this.at = listener.getLocalAddress();
        this.to = to;
        this.bytesPerSecond = bytesPerSecond;
        this.delay = delay;
        this.listener = listener;
        run("relay", this::accept);
    }

    /** In the place of a socket, which is moved aside: who dials its path from now on comes here. */
    public static Relay inFrontOf(Path socket, long bytesPerSecond) throws IOException {
        Path aside = socket.resolveSibling(socket.getFileName() + ".aside");
        return new Relay(socket, Files.move(socket, aside), bytesPerSecond);
    }

    /** Beside the port of a url, at another one of the same address; {@link #through} leads there. */
    public static Relay beside(String url, long bytesPerSecond, Duration delay) throws IOException {
        URI uri = URI.create(url);
        ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(uri.getHost(), 0));
        return new Relay(listener, new InetSocketAddress(uri.getHost(), uri.getPort()), bytesPerSecond, delay);
    }

    /** A line that dials where a relay beside a url leads to, but through the relay. */
    public String through(String line) {
        return line.replace(":" + ((InetSocketAddress) to).getPort(), ":" + ((InetSocketAddress) at).getPort());
    }

    /** What has passed from those who dialled. */
    public RelayedFrames toListener() {
        return toListener;
    }

    /** What has passed to those who dialled. */
    public RelayedFrames toDialler() {
        return toDialler;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    Duration delay() {
        return delay;
    }

    /** Ends the connections of now to where this leads to, while those who dialled keep theirs and hear nothing any more. */
    public void loseListener() {
        connections.forEach(RelayedConnection::loseTarget);
    }

    /** Ends the connections of now of those who dialled, while where this leads to keeps its own and hears nothing any more. */
    public void loseDiallers() {
        connections.forEach(RelayedConnection::loseDialler);
    }

    void run(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel dialler = listener.accept();
                try {
                    relay(dialler, SocketChannel.open(to));
                } catch (IOException nobodyThere) {
                    dialler.close();
                }
            }
        } catch (IOException closed) {
            // So there is nobody to tell.
        }
    }

    private void relay(SocketChannel dialler, SocketChannel target) {
        RelayedConnection connection = new RelayedConnection(this, dialler, target);
        connections.add(connection);
        run("relay to listener", connection::toTarget);
        run("relay to dialler", connection::toDialler);
    }

    /** Ends all that goes over it. */
    @Override
    public void close() {
        try {
            listener.close();
            for (int i = 0; i < threads.size(); i++) { // the first may add to them until it ends
                threads.get(i).interrupt();
                connections.forEach(RelayedConnection::cut);
                threads.get(i).join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
