package io.mirai.wire;

import io.mirai.spi.Link;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * How a daemon introduces itself: the payload of the SETUP frame. It has no secret; a {@link Challenge} follows.
 *
 * <pre>
 *    0  'M' 'I' 'R' 'A'
 *    4  u16  version of the protocol
 *    6  u16  feature version of Java
 *    8  u16  version of the codec
 *   10  u16  capacity
 *   12  i32  slot
 *   16  i32  instance
 *   20  i64  process id
 *   28
 * </pre>
 *
 * @param protocol the version of the protocol that it speaks
 * @param javaVersion the feature version of its Java
 * @param codec the version of its codec
 * @param capacity how many tasks it runs at once
 * @param slot the slot that it wants, from 0; {@link #ANY_SLOT} for the one that the host gives it
 * @param instance which daemon of the slot it is, from 1; 0 where the host counts them
 * @param pid the id of its process
 */
public record Setup(int protocol, int javaVersion, int codec, int capacity, int slot, int instance, long pid) {

    /** The slot of a daemon that leaves it to its host. */
    public static final int ANY_SLOT = Link.ANY_SLOT;

    private static final int MAGIC = 'M' << 24 | 'I' << 16 | 'R' << 8 | 'A';
    private static final int BYTES = 28;

    /** The introduction of this process, with the versions that it speaks. */
    public static Setup ofThisProcess(int capacity, int slot, int instance) {
        return new Setup(
                Protocol.VERSION,
                Runtime.version().feature(),
                Protocol.CODEC,
                capacity,
                slot,
                instance,
                ProcessHandle.current().pid());
    }

    /** Copies this with another capacity. */
    public Setup withCapacity(int tasks) {
        return new Setup(protocol, javaVersion, codec, tasks, slot, instance, pid);
    }

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return allocator
                .ioBuffer(BYTES)
                .writeInt(MAGIC)
                .writeShort(protocol)
                .writeShort(javaVersion)
                .writeShort(codec)
                .writeShort(capacity)
                .writeInt(slot)
                .writeInt(instance)
                .writeLong(pid);
    }

    /** The bytes that {@link #encode} writes. */
    public byte[] bytes() {
        ByteBuf encoded = encode(UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.getBytes(encoded);
        } finally {
            encoded.release();
        }
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is none, or of another version of the protocol, or not well formed
     */
    public static Setup decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, "SETUP");
        if (in.readableBytes() < 6 || reader.i32("magic") != MAGIC) {
            throw new ProtocolException(Texts.noDaemon());
        }
        // Before the length: another version may have another layout.
        int protocol = reader.u16("protocol version");
        if (protocol != Protocol.VERSION) {
            throw new ProtocolException(Texts.otherProtocol(protocol));
        }
        Setup setup = new Setup(
                protocol,
                reader.u16("Java version"),
                reader.u16("codec version"),
                reader.u16("capacity"),
                reader.i32("slot"),
                reader.i32("instance"),
                reader.i64("process id"));
        reader.end();
        return setup;
    }
}
