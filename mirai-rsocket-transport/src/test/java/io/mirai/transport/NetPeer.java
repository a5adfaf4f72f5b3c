package io.mirai.transport;

import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.LinkSide;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Challenge;
import io.mirai.wire.Setup;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** A peer that dials by hand over any kind of url, and then says what it likes. */
final class NetPeer implements AutoCloseable {

    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    private static final int HEADER_BYTES = 6;

    private final boolean webSocket;
    private final Socket socket;
    private final DataInputStream in;

    /** Goes through TLS, if the url has it, with the certificate of the secret. */
    NetPeer(LinkAddress.Tcp address, Secret secret) throws IOException, GeneralSecurityException {
        this.webSocket = !address.path().isEmpty();
        if (secret.isForTls()) {
            SSLContext context = LinkSide.trusting(secret);
            socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), address.port());
        } else {
            socket = new Socket(InetAddress.getLoopbackAddress(), address.port());
        }
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /** What asks for WebSocket, with more headers. */
    static String request(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("\r\n", headers) + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
    }

    /** Becomes one of WebSocket, where the url is; the first line of the answer. */
    String upgrade(String path) throws IOException {
        send(request(path));
        return answer();
    }

    /** The head of an answer of HTTP. */
    String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Sends a frame of RSocket that has its length before it. */
    void frame(byte[] frame) throws IOException {
        send(webSocket ? message(BINARY, RawFrames.withoutLength(frame)) : frame);
    }

    /** A masked message of WebSocket. */
    static byte[] message(int head, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        if (content.length < 126) {
            out.write(0x80 | content.length);
        } else {
            out.write(0x80 | 126);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(new byte[4]); // a mask of zeros
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** The next frame of RSocket, without its length. */
    ByteBuffer frame() throws IOException {
        int length;
        if (webSocket) {
            in.readUnsignedByte();
            length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length;
        } else {
            length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        }
        byte[] content = new byte[length];
        in.readFully(content);
        return ByteBuffer.wrap(content);
    }

    /** Introduces a daemon and proves that it knows the token. */
    void join(Setup setup) throws IOException {
        frame(RawFrames.setup(setup, 10_000, 60_000));
        Challenge challenge = Challenge.decode(Unpooled.wrappedBuffer(frame().position(HEADER_BYTES)));
        frame(RawFrames.proof(Pair.TOKEN, challenge, setup));
    }

    /** All that the host says until it has closed the connection. */
    String untilItEnds() throws IOException {
        socket.setSoTimeout((int) Pair.LIMIT.toMillis());
        StringBuilder said = new StringBuilder();
        try {
            while (true) {
                said.append((char) in.readUnsignedByte());
            }
        } catch (EOFException | java.net.SocketException | javax.net.ssl.SSLException end) {
            return said.toString();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
