package io.mirai.transport.link;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a host listens and daemons dial in. */
public sealed interface LinkAddress {

    /** What the URL of a Unix socket begins with; an absolute path follows. */
    String UNIX = "unix://";

    /** A Unix socket. */
    record Unix(Path path) implements LinkAddress {

        @Override
        public String url() {
            return UNIX + text(path);
        }

        @Override
        public String toString() {
            return "the Unix socket " + path;
        }
    }

    /**
     * A TCP port.
     *
     * @param host an address, not a name that would have to be looked up
     * @param port 0 for any that is free
     */
    record Tcp(InetAddress host, int port) implements LinkAddress {

        /** Any free port that only this machine can reach. */
        public static Tcp anyLoopback() {
            return new Tcp(InetAddress.getLoopbackAddress(), 0);
        }

        InetSocketAddress socketAddress() {
            return new InetSocketAddress(host, port);
        }

        @Override
        public String url() {
            return "tcp://" + NetUtil.toSocketAddressString(socketAddress());
        }

        @Override
        public String toString() {
            return url();
        }
    }

    /** As {@link #parse} takes it. */
    String url();

    /**
     * Reads {@code unix:///path} or {@code tcp://127.0.0.1:0}.
     *
     * @throws IllegalArgumentException if it is neither; the message tells what is possible
     */
    static LinkAddress parse(String url) {
        if (url.startsWith(UNIX + "/")) {
            return new Unix(path(url.substring(UNIX.length()), FileSystems.getDefault()));
        }
        try {
            URI uri = new URI(url);
            InetAddress host = uri.getHost() == null ? null : literal(uri.getHost());
            if ("tcp".equals(uri.getScheme())
                    && host != null
                    && uri.getPort() >= 0
                    && uri.getPort() <= 0xFFFF
                    && uri.getUserInfo() == null
                    && uri.getPath().isEmpty()
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return new Tcp(host, uri.getPort());
            }
        } catch (URISyntaxException e) {
            // Said below, for this reason and the others.
        }
        throw new IllegalArgumentException(Texts.noAddress(url));
    }

    /** A path as a URL has it: with slashes, and one before the letter of a drive. */
    static String text(Path path) {
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? path.toString() : "/" + path.toString().replace(separator, "/");
    }

    /** The path of such a text. */
    static Path path(String text, FileSystem files) {
        return files.getPath(files.getSeparator().equals("/") ? text : text.substring(1));
    }

    private static @Nullable InetAddress literal(String host) {
        return host.equals("localhost")
                ? InetAddress.getLoopbackAddress()
                : NetUtil.createInetAddressFromIpAddressString(host);
    }
}
