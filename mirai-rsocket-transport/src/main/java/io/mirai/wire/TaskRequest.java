package io.mirai.wire;

import io.mirai.spi.Body;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as its daemon is sent it: a {@link TaskMessage}, whose body and function may be still to come.
 *
 * <pre>
 *     0  u8   0x01
 *     1  u8   kind: 0 it brings a value, 1 it streams, 2 what it leaves stays, 3 it brings configurations
 *     2  u16  attempt
 *     4  i64  id
 *    12  i64  sequence
 *    20  u16  seat
 *    22  i64  id of a shared function, 0: none
 *    30  i64  stream of random numbers
 *    38  u16  length n of the name
 *    40       name, n bytes of UTF-8
 *  40+n  i64  length of the body: the task, or what the function is applied to
 *  48+n       body, if it is 256 KiB at most; else the daemon asks for it
 * </pre>
 *
 * @param id the id of the task in its host
 * @param sequence its position in the order of sending on its link, from 1
 * @param seat which of the link's seats it has until its ending, from 0
 * @param attempt which attempt at the task this is, from 1
 * @param functionId the shared function that it applies, 0 for none
 * @param stream which of its profile's streams of random numbers it has, from 1
 * @param kind what it brings and what it leaves; the values of one that streams the host asks for by {@link ValuesRequest}
 * @param name what the user called it; empty if nothing
 * @param length the length of the body
 * @param inline the body; null if it must be fetched
 */
public record TaskRequest(
        long id,
        long sequence,
        int seat,
        int attempt,
        long functionId,
        long stream,
        Work.Kind kind,
        String name,
        long length,
        @Nullable Body inline) {

    /** The function of a task that applies none. */
    public static final long NO_FUNCTION = 0;

    private static final List<Work.Kind> KINDS =
            List.of(Work.Kind.VALUE, Work.Kind.STREAM, Work.Kind.EVERYWHERE, Work.Kind.SERIAL);
    private static final int FIXED_BYTES = 39;

    /** Writes a task; a name over {@link Protocol#MAX_NAME_BYTES} is cut. */
    public static ByteBuf encode(ByteBufAllocator allocator, TaskMessage task) {
        String cutName = MessageWriter.cut(task.name(), Protocol.MAX_NAME_BYTES);
        int nameBytes = ByteBufUtil.utf8Bytes(cutName);
        SharedFunction function = task.work().function();
        int size = FIXED_BYTES + nameBytes + MessageWriter.bodySize(task.body());
        ByteBuf out = MessageWriter.start(allocator, MessageType.TASK, size)
                .writeByte(KINDS.indexOf(task.work().kind()))
                .writeShort(task.attempt())
                .writeLong(task.id())
                .writeLong(task.sequence())
                .writeShort(task.seat())
                .writeLong(function == null ? NO_FUNCTION : function.id())
                .writeLong(task.stream());
        MessageWriter.writeText(out, cutName, nameBytes);
        MessageWriter.writeBody(out, task.body());
        return out;
    }

    /**
     * Reads a task.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static TaskRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.TASK);
        int kind = reader.u8("kind");
        if (kind >= KINDS.size()) {
            throw reader.unknown("kind", kind);
        }
        int attempt = reader.u16("attempt");
        long id = reader.i64("id");
        long sequence = reader.i64("sequence");
        int seat = reader.u16("seat");
        long functionId = reader.i64("function id");
        long stream = reader.i64("stream");
        String name = reader.text(Protocol.MAX_NAME_BYTES, "name");
        long length = reader.bodyLength();
        Body inline = reader.inline(length);
        reader.end();
        return new TaskRequest(id, sequence, seat, attempt, functionId, stream, KINDS.get(kind), name, length, inline);
    }
}
