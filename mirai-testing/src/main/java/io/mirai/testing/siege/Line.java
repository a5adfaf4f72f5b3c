package io.mirai.testing.siege;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;

/** The connection of one hostile peer, which goes in as far as its attack wants. */
final class Line implements AutoCloseable {

    private static final int MAX_CLIENT_HELLO = 17_000;
    private static final int LONGEST_SHORT_MESSAGE = 125;
    private static final int SIZE_IN_TWO_BYTES = 126;
    private static final int MASKED = 0x80;
    private static final int BINARY = 0x82;

    /** How long the host may let a peer stay whom it should have cut. */
    private static final int LIMIT_MILLIS = 60_000;

    final Target target;
    private final Socket raw;
    private Socket inside;

    Line(Target target) throws IOException {
        this.target = target;
        raw = new Socket(InetAddress.getLoopbackAddress(), target.port());
        raw.setTcpNoDelay(true);
        raw.setSoTimeout(LIMIT_MILLIS);
        inside = raw;
    }

    /** What an honest peer says first. */
    byte[] greeting() throws IOException {
        if (target.tls() != null) {
            SSLEngine engine = target.tls().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(MAX_CLIENT_HELLO);
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] bytes = new byte[hello.flip().remaining()];
            hello.get(bytes);
            return bytes;
        }
        return target.isWebSocket() ? request() : Frames.setup(target.setup().get());
    }

    private byte[] request() {
        return ascii("GET " + target.path() + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Goes through TLS, where there is TLS. */
    void enterTls() throws IOException {
        if (target.tls() != null) {
            inside = target.tls().getSocketFactory().createSocket(raw, "localhost", target.port(), true);
        }
    }

    /** Goes to where frames of RSocket come and go. */
    void enter() throws IOException {
        enterTls();
        if (target.isWebSocket()) {
            send(request());
            DataInputStream in = new DataInputStream(inside.getInputStream());
            for (String head = ""; !head.endsWith("\r\n\r\n"); ) {
                head += (char) in.readUnsignedByte();
            }
        }
    }

    /** Becomes a daemon that the host has admitted. */
    void join() throws IOException {
        enter();
        frame(Frames.setup(target.setup().get()));
        frame(Frames.answer(target.prove().apply(challenge())));
    }

    /** What the host's first request has in it. */
    private byte[] challenge() throws IOException {
        DataInputStream in = new DataInputStream(inside.getInputStream());
        int length;
        if (target.isWebSocket()) {
            in.readUnsignedByte();
            length = in.readUnsignedByte();
        } else {
            length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        }
        in.skipNBytes(Frames.HEADER_BYTES);
        return in.readNBytes(length - Frames.HEADER_BYTES);
    }

    void send(byte[] bytes) throws IOException {
        inside.getOutputStream().write(bytes);
        inside.getOutputStream().flush();
    }

    /** Sends the same for as long as it can. */
    void sendForEver(byte[] bytes) throws IOException {
        while (true) {
            send(bytes);
        }
    }

    /** Sends a frame that has its length before it. */
    void frame(byte[] frame) throws IOException {
        send(packed(frame));
    }

    /** As the port wants frames. */
    byte[] packed(byte[] frame) {
        return target.isWebSocket()
                ? message(BINARY, Arrays.copyOfRange(frame, Frames.LENGTH_BYTES, frame.length))
                : frame;
    }

    /** A message of WebSocket. */
    static byte[] message(int head, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = content.length;
        out.write(head);
        if (length <= LONGEST_SHORT_MESSAGE) {
            out.write(MASKED | length);
        } else {
            out.write(MASKED | SIZE_IN_TWO_BYTES);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(new byte[4]); // a mask of zeros
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Waits, and reads what the host says. */
    void awaitEnd() throws IOException {
        inside.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
