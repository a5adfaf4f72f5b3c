package io.mirai.transport;

import io.mirai.wire.Challenge;
import io.mirai.wire.Proof;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** RSocket frames made by hand, with their length before them: for peers that do what no RSocket would. */
public final class RawFrames {

    static final int KEEPALIVE = 0x03;
    static final int SETUP = 0x01;
    static final int LEASE = 0x02;
    private static final int REQUEST_RESPONSE = 0x04;
    private static final int REQUEST_FNF = 0x05;
    private static final int REQUEST_STREAM = 0x06;
    private static final int REQUEST_CHANNEL = 0x07;
    private static final int PAYLOAD = 0x0A;
    private static final int ERROR = 0x0B;
    private static final int METADATA_PUSH = 0x0C;
    private static final int HEADER_BYTES = 6;

    /** The first stream that a host opens. */
    private static final int CHALLENGE_STREAM = 2;

    private static final int METADATA = 0x100;
    private static final int FOLLOWS = 0x80;
    private static final int RESPOND = 0x80;
    private static final int COMPLETE = 0x40;
    private static final int NEXT = 0x20;
    private static final int APPLICATION_ERROR = 0x201;

    private RawFrames() {}

    static byte[] setup(Setup setup, int keepAliveMillis, int lifetimeMillis) {
        ByteBuf data = setup.encode(UnpooledByteBufAllocator.DEFAULT);
        byte[] mime = "application/binary".getBytes(StandardCharsets.US_ASCII);
        ByteBuf frame = header(0, SETUP)
                .writeShort(1)
                .writeShort(0)
                .writeInt(keepAliveMillis)
                .writeInt(lifetimeMillis)
                .writeByte(mime.length)
                .writeBytes(mime)
                .writeByte(mime.length)
                .writeBytes(mime)
                .writeBytes(data);
        data.release();
        return bytes(frame);
    }

    /** Introduces a daemon and proves that it knows the token. */
    static void join(SocketChannel peer, Setup setup, Token token, int keepAliveMillis, int lifetimeMillis)
            throws IOException {
        peer.write(ByteBuffer.wrap(setup(setup, keepAliveMillis, lifetimeMillis)));
        peer.write(ByteBuffer.wrap(proof(token, challenge(peer), setup)));
    }

    /** What the host asks of one who has introduced itself. */
    static Challenge challenge(SocketChannel peer) throws IOException {
        return Challenge.decode(Unpooled.wrappedBuffer(read(peer).position(HEADER_BYTES)));
    }

    /** What a daemon answers. */
    static Proof proof(SocketChannel daemon) throws IOException {
        return Proof.decode(Unpooled.wrappedBuffer(read(daemon).position(HEADER_BYTES)));
    }

    static byte[] proof(Token token, Challenge challenge, Setup setup) {
        return answer(
                CHALLENGE_STREAM,
                token.prove(challenge, setup, challenge.nonce()).encode(UnpooledByteBufAllocator.DEFAULT));
    }

    /** The answer to a request. */
    private static byte[] answer(int stream, ByteBuf data) {
        ByteBuf frame = header(stream, PAYLOAD)
                .setShort(7, PAYLOAD << 10 | NEXT | COMPLETE)
                .writeBytes(data);
        data.release();
        return bytes(frame);
    }

    static byte[] requestResponse(int stream, byte[] data) {
        return bytes(header(stream, REQUEST_RESPONSE).writeBytes(data));
    }

    /** The first part of a request. */
    static byte[] beginningOfARequest(int stream, byte[] data) {
        return bytes(header(stream, REQUEST_RESPONSE)
                .setShort(7, REQUEST_RESPONSE << 10 | FOLLOWS)
                .writeBytes(data));
    }

    /** Wants an answer. */
    public static byte[] keepAlive(byte[] data) {
        return bytes(header(0, KEEPALIVE)
                .setShort(7, KEEPALIVE << 10 | RESPOND)
                .writeLong(0)
                .writeBytes(data));
    }

    /** A frame of that type without anything in it. */
    static byte[] onStreamZero(int type) {
        return bytes(header(0, type));
    }

    static byte[] fireAndForget(int stream, byte[] data) {
        return bytes(header(stream, REQUEST_FNF).writeBytes(data));
    }

    static byte[] requestStream(int stream, byte[] data) {
        return requestStream(stream, 1, data);
    }

    static byte[] requestStream(int stream, int n, byte[] data) {
        return bytes(header(stream, REQUEST_STREAM).writeInt(n).writeBytes(data));
    }

    static byte[] requestChannel(int stream, byte[] data) {
        return bytes(header(stream, REQUEST_CHANNEL).writeInt(1).writeBytes(data));
    }

    /** A reply, or an event. */
    static byte[] next(int stream, byte[] data) {
        return bytes(header(stream, PAYLOAD).setShort(7, PAYLOAD << 10 | NEXT).writeBytes(data));
    }

    static byte[] complete(int stream) {
        return bytes(header(stream, PAYLOAD).setShort(7, PAYLOAD << 10 | COMPLETE));
    }

    static byte[] error(int stream, String text) {
        return bytes(
                header(stream, ERROR).writeInt(APPLICATION_ERROR).writeBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] metadataPush(byte[] metadata) {
        return bytes(header(0, METADATA_PUSH)
                .setShort(7, METADATA_PUSH << 10 | METADATA)
                .writeBytes(metadata));
    }

    /** The next frame of a peer, without its length. */
    static ByteBuffer read(SocketChannel peer) throws IOException {
        ByteBuffer length = readFully(peer, 3);
        return readFully(peer, (length.get() & 0xFF) << 16 | (length.getShort() & 0xFFFF));
    }

    private static ByteBuffer readFully(SocketChannel peer, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (peer.read(buffer) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    static byte[] times(int n, byte[] frame) {
        ByteBuffer all = ByteBuffer.allocate(n * frame.length);
        while (all.hasRemaining()) {
            all.put(frame);
        }
        return all.array();
    }

    /** A frame with its length before it. */
    static byte[] frame(byte[] content) {
        return bytes(Unpooled.buffer().writeMedium(0).writeBytes(content));
    }

    static byte[] withoutLength(byte[] frame) {
        return Arrays.copyOfRange(frame, 3, frame.length);
    }

    /** Room for the length, then stream and type. */
    private static ByteBuf header(int stream, int type) {
        return Unpooled.buffer().writeMedium(0).writeInt(stream).writeShort(type << 10);
    }

    private static byte[] bytes(ByteBuf frame) {
        frame.setMedium(0, frame.readableBytes() - 3);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        return bytes;
    }
}
