package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.HexFormat;

/**
 * What a daemon asks of its host for the code of its tasks; a {@link LookupAnswer} comes back. It says what the daemon knows,
 * from before or from another daemon on its machine, as an answer to the same question: that need not come again.
 */
public sealed interface Lookup {

    /** What a daemon says that knows no answer. */
    String NOTHING_KNOWN = "00".repeat(Protocol.HASH_BYTES);

    /** The SHA-256 of these bytes, in hexadecimal. */
    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Token.sha256(bytes));
    }

    /** The SHA-256 of the answer that the daemon knows, in hexadecimal; {@link #NOTHING_KNOWN} for none. */
    String known();

    /** Writes it. */
    ByteBuf encode(ByteBufAllocator allocator);

    /**
     * Reads a lookup.
     *
     * @throws ProtocolException if it is none, or not well formed
     */
    static Lookup decode(ByteBuf in) {
        MessageType type = MessageType.of(in);
        MessageReader reader = new MessageReader(in, type);
        Lookup lookup =
                switch (type) {
                    case FUNCTION -> new Function(reader.i64("id"));
                    case SHAPE -> new Shape(reader.i32("number"));
                    case CLASS -> new ClassFile(name(reader), known(reader));
                    case CLASSES -> new Classes(name(reader), known(reader));
                    case SERVICES -> new Services(name(reader), known(reader));
                    case RESOURCES -> new Resources(name(reader), known(reader));
                    default -> throw new ProtocolException(Texts.noLookup(type));
                };
        reader.end();
        return lookup;
    }

    /**
     * A function that several tasks apply.
     *
     * <pre>
     *   0  u8   0x09
     *   1  i64  id
     * </pre>
     *
     * @param id as the tasks name it
     */
    record Function(long id) implements Lookup {

        /** No daemon keeps it. */
        @Override
        public String known() {
            return NOTHING_KNOWN;
        }

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return MessageWriter.start(allocator, MessageType.FUNCTION, 8).writeLong(id);
        }
    }

    /**
     * What the lambdas of one place in the code share, as {@link io.mirai.codec.shape.LambdaShape} reads it.
     *
     * <pre>
     *   0  u8   0x15
     *   1  i32  number
     * </pre>
     *
     * @param number as the tasks name it
     */
    record Shape(int number) implements Lookup {

        /** It is short, and no host has those of another. */
        @Override
        public String known() {
            return NOTHING_KNOWN;
        }

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return MessageWriter.start(allocator, MessageType.SHAPE, 4).writeInt(number);
        }
    }

    /**
     * The bytes of a class.
     *
     * <pre>
     *   0  u8   0x0A
     *   1  u16  length n of the name, at most 1024
     *   3       binary name, n bytes of UTF-8
     * 3+n       SHA-256 of the answer that the daemon knows, 32 bytes; zeros for none
     * </pre>
     *
     * @param name the binary name
     * @param known see {@link Lookup#known}
     */
    record ClassFile(String name, String known) implements Lookup {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return Lookup.encode(allocator, MessageType.CLASS, name, known);
        }
    }

    /**
     * The bytes of a class, with those of others that it may need next and that have not come over this link; the answer's
     * body is a {@link ClassBatch}.
     *
     * <pre>
     *   0  u8   0x13
     *   1  u16  length n of the name, at most 1024
     *   3       binary name, n bytes of UTF-8
     * 3+n       SHA-256 of the answer that the daemon knows, 32 bytes; zeros for none
     * </pre>
     *
     * @param name the binary name
     * @param known see {@link Lookup#known}
     */
    record Classes(String name, String known) implements Lookup {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return Lookup.encode(allocator, MessageType.CLASSES, name, known);
        }
    }

    /**
     * The provider files of a service, one after the other.
     *
     * <pre>
     *   0  u8   0x0B
     *   1  u16  length n of the name, at most 1024
     *   3       binary name of the service, n bytes of UTF-8
     * 3+n       SHA-256 of the answer that the daemon knows, 32 bytes; zeros for none
     * </pre>
     *
     * @param name the binary name of the service
     * @param known see {@link Lookup#known}
     */
    record Services(String name, String known) implements Lookup {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return Lookup.encode(allocator, MessageType.SERVICES, name, known);
        }
    }

    /**
     * The resources of one name. The answer has each with its length before it:
     *
     * <pre>
     *   0  u8   0x12
     *   1  u16  length n of the name, at most 1024
     *   3       name with slashes, n bytes of UTF-8
     * 3+n       SHA-256 of the answer that the daemon knows, 32 bytes; zeros for none
     * </pre>
     *
     * @param name as a class loader takes it
     * @param known see {@link Lookup#known}
     */
    record Resources(String name, String known) implements Lookup {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return Lookup.encode(allocator, MessageType.RESOURCES, name, known);
        }
    }

    private static String name(MessageReader reader) {
        return reader.text(Protocol.MAX_NAME_BYTES, "name");
    }

    private static String known(MessageReader reader) {
        return HexFormat.of().formatHex(reader.bytes(Protocol.HASH_BYTES, "hash"));
    }

    private static ByteBuf encode(ByteBufAllocator allocator, MessageType type, String name, String known) {
        int bytes = ByteBufUtil.utf8Bytes(name);
        ByteBuf out = MessageWriter.start(allocator, type, 2 + bytes + Protocol.HASH_BYTES);
        MessageWriter.writeText(out, name, bytes);
        return out.writeBytes(HexFormat.of().parseHex(known));
    }
}
