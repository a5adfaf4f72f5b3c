package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/** What a daemon asks of its host for the code of its tasks; a {@link LookupAnswer} comes back. */
public sealed interface Lookup {

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
                    case CLASS -> new ClassFile(reader.text(Protocol.MAX_NAME_BYTES, "name"));
                    case SERVICES -> new Services(reader.text(Protocol.MAX_NAME_BYTES, "name"));
                    case RESOURCES -> new Resources(reader.text(Protocol.MAX_NAME_BYTES, "name"));
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

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return MessageWriter.start(allocator, MessageType.FUNCTION, 8).writeLong(id);
        }
    }

    /**
     * The bytes of a class.
     *
     * <pre>
     *   0  u8   0x0A
     *   1  u16  length n of the name, at most 1024
     *   3       binary name, n bytes of UTF-8
     * </pre>
     *
     * @param name the binary name
     */
    record ClassFile(String name) implements Lookup {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return encodeName(allocator, MessageType.CLASS, name);
        }
    }

    /**
     * The provider files of a service, one after the other.
     *
     * <pre>
     *   0  u8   0x0B
     *   1  u16  length n of the name, at most 1024
     *   3       binary name of the service, n bytes of UTF-8
     * </pre>
     *
     * @param name the binary name of the service
     */
    record Services(String name) implements Lookup {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return encodeName(allocator, MessageType.SERVICES, name);
        }
    }

    /**
     * The resources of one name. The answer has each with its length before it:
     *
     * <pre>
     *   0  u8   0x12
     *   1  u16  length n of the name, at most 1024
     *   3       name with slashes, n bytes of UTF-8
     * </pre>
     *
     * @param name as a class loader takes it
     */
    record Resources(String name) implements Lookup {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            return encodeName(allocator, MessageType.RESOURCES, name);
        }
    }

    private static ByteBuf encodeName(ByteBufAllocator allocator, MessageType type, String name) {
        int bytes = ByteBufUtil.utf8Bytes(name);
        ByteBuf out = MessageWriter.start(allocator, type, 2 + bytes);
        MessageWriter.writeText(out, name, bytes);
        return out;
    }
}
