package io.mirai.wire;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The one ending of a task.
 *
 * <pre>
 *   0  u8   0x02
 *   1  u8   kind: 1 VALUE, 2 ERROR, 3 NOT_STARTED, 4 INTERRUPTED
 *   2  i32  microseconds for which it had a thread, from 0
 *   6  i64  length of the body; 0 for NOT_STARTED
 *  14       body, if it is 256 KiB at most; else the host asks for it
 * </pre>
 *
 * @param kind how it ended
 * @param micros for how many microseconds it had a thread
 * @param length the length of what it brought
 * @param inline what it brought; null if it must be fetched
 */
public record TaskReply(Reply.Kind kind, int micros, long length, @Nullable Body inline) {

    /** Writes a reply. */
    public static ByteBuf encode(ByteBufAllocator allocator, Reply.Kind kind, int micros, Body body) {
        ByteBuf out = MessageWriter.start(allocator, MessageType.REPLY, 5 + MessageWriter.bodySize(body))
                .writeByte(code(kind))
                .writeInt(micros);
        MessageWriter.writeBody(out, body);
        return out;
    }

    /**
     * Reads a reply.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static TaskReply decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.REPLY);
        Reply.Kind kind = kind(reader.u8("kind"), reader);
        int micros = reader.i32("time");
        if (micros < 0) {
            throw new ProtocolException(Texts.negative("REPLY", "time", micros));
        }
        long length = reader.bodyLength();
        if (kind == Reply.Kind.NOT_STARTED && length != 0) {
            throw new ProtocolException(Texts.bodyOfNotStarted(length));
        }
        Body inline = reader.inline(length);
        reader.end();
        return new TaskReply(kind, micros, length, inline);
    }

    private static int code(Reply.Kind kind) {
        return switch (kind) {
            case VALUE -> 1;
            case ERROR -> 2;
            case NOT_STARTED -> 3;
            case INTERRUPTED -> 4;
        };
    }

    private static Reply.Kind kind(int code, MessageReader reader) {
        return switch (code) {
            case 1 -> Reply.Kind.VALUE;
            case 2 -> Reply.Kind.ERROR;
            case 3 -> Reply.Kind.NOT_STARTED;
            case 4 -> Reply.Kind.INTERRUPTED;
            default -> throw reader.unknown("kind", code);
        };
    }
}
