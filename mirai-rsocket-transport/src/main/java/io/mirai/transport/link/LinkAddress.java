package io.mirai.transport.link;

import io.mirai.wire.Protocol;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Where a host listens and daemons dial in. */
public sealed interface LinkAddress {

    /** What the URL of a Unix socket begins with; an absolute path follows. */
    String UNIX = "unix://";

    /** How a TCP port is spoken to. */
    enum Scheme {
        /** Plain frames. */
        TCP("tcp", false, false),
        /** Frames in TLS. */
        TLS("tls+tcp", true, false),
        /** Frames in messages of WebSocket. */
        WS("ws", false, true),
        /** Frames in messages of WebSocket in TLS. */
        WSS("wss", true, true);

        private final String text;
        private final boolean encrypted;
        private final boolean webSocket;

        Scheme(String text, boolean encrypted, boolean webSocket) {
            this.text = text;
            this.encrypted = encrypted;
            this.webSocket = webSocket;
        }

        static Optional<Scheme> of(String text) {
            return Arrays.stream(values())
                    .filter(scheme -> scheme.text.equals(text))
                    .findFirst();
        }

        boolean isWebSocket() {
            return webSocket;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A Unix socket. */
    record Unix(Path path) implements LinkAddress {

        @Override
        public String url() {
            return UNIX + text(path);
        }

        @Override
        public boolean isLoopback() {
            return true;
        }

        @Override
        public boolean isEncrypted() {
            return false;
        }

        @Override
        public String toString() {
            return "the Unix socket " + path;
        }
    }

    /**
     * A TCP port.
     *
     * @param host a name, or an address in its usual form, without brackets
     * @param port 0 for any that is free
     * @param path where WebSocket is spoken, with a slash before it; empty for the other schemes
     */
    record Tcp(Scheme scheme, String host, int port, String path) implements LinkAddress {

        private static final String LOCALHOST = "localhost";

        /** Any free port that only this machine can reach. */
        public static Tcp anyLoopback() {
            return new Tcp(Scheme.TCP, usual(InetAddress.getLoopbackAddress()), 0, "");
        }

        static String usual(InetAddress address) {
            return NetUtil.toAddressString(address);
        }

        /** Copies this with another port. */
        public Tcp withPort(int number) {
            return new Tcp(scheme, host, number, path);
        }

        /** The address that the host is, or nothing if it is a name. One with a network interface needs looking up. */
        Optional<InetAddress> literal() {
            return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(host));
        }

        /**
         * Looks the host up, which may block.
         *
         * @throws UnknownHostException says that nobody knows the name, and what to do
         */
        public InetSocketAddress resolve() throws UnknownHostException {
            try {
                return new InetSocketAddress(InetAddress.getByName(host), port);
            } catch (UnknownHostException e) {
                throw (UnknownHostException) new UnknownHostException(Texts.unresolvable(host)).initCause(e);
            }
        }

        @Override
        public String url() {
            String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
            return scheme + "://" + shown + ":" + port + path;
        }

        @Override
        public boolean isLoopback() {
            return host.equals(LOCALHOST)
                    || literal().map(InetAddress::isLoopbackAddress).orElse(false);
        }

        @Override
        public boolean isEncrypted() {
            return scheme.encrypted;
        }

        @Override
        public int maxFrameBytes() {
            return scheme.isWebSocket() ? Protocol.SHORT_FRAME_BYTES : LinkAddress.super.maxFrameBytes();
        }

        @Override
        public String toString() {
            return url();
        }
    }

    /** As {@link #parse} takes it. */
    String url();

    /** Whether only this machine can reach it. No name but {@code localhost} is looked up for that. */
    boolean isLoopback();

    /** Whether what travels there is encrypted. */
    boolean isEncrypted();

    /** How long the frames may be there, once a daemon is admitted. */
    default int maxFrameBytes() {
        return Protocol.MAX_FRAME_BYTES;
    }

    /**
     * Reads {@code unix:///path}, or a scheme with a host and a port: {@code tcp://127.0.0.1:0}, {@code
     * tls+tcp://[::]:5555}, {@code ws://localhost:80/path}, {@code wss://example.com:443/path}.
     *
     * @throws IllegalArgumentException says which part is wrong, and what to do
     */
    static LinkAddress parse(String url) {
        return new UrlParser(url).parse();
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

    /** The path of such a text on this machine. */
    static Path path(String text) {
        return path(text, FileSystems.getDefault());
    }
}
