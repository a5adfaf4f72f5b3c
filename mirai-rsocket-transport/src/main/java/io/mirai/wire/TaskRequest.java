package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to a daemon.
 *
 * <pre>
 *     0  u8   0x01
 *     1  u8   flags, none yet: 0
 *     2  u16  attempt
 *     4  i64  id
 *    12  i64  sequence
 *    20  i64  remaining time in ms, -1: no limit
 *    28  i64  id of a shared function, 0: none
 *    36  u16  length n of the name
 *    38       name, n bytes of UTF-8
 *  38+n  i64  length of the body
 *  46+n       body, if it is 256 KiB at most; else the daemon asks for it
 * </pre>
 *
 * @param id the id of the task in its host
 * @param sequence its place in the order of sending on its link, from 1
 * @param attempt which attempt at the task this is, from 1
 * @param remainingMillis how long the task has from now on, -1 for no limit; for information only
 * @param functionId the shared function that it applies, 0 for none
 * @param name what the user called it; empty if nothing
 * @param length the length of the encoded task
 * @param inline the encoded task; null if it must be fetched
 */
public record TaskRequest(
        long id,
        long sequence,
        int attempt,
        long remainingMillis,
        long functionId,
        String name,
        long length,
        @Nullable Body inline) {

    /** The remaining time of a task that has no limit. */
    public static final long NO_LIMIT = -1;

    /** The function of a task that applies none. */
    public static final long NO_FUNCTION = 0;

    private static final int FIXED_BYTES = 37;

    /** Writes a task; a name over {@link Protocol#MAX_NAME_BYTES} is cut. */
    public static ByteBuf encode(
            ByteBufAllocator allocator,
            long id,
            long sequence,
            int attempt,
            long remainingMillis,
            long functionId,
            String name,
            Body body) {
        String cutName = MessageWriter.cut(name, Protocol.MAX_NAME_BYTES);
        int nameBytes = ByteBufUtil.utf8Bytes(cutName);
        int size = FIXED_BYTES + nameBytes + MessageWriter.bodySize(body);
        ByteBuf out = MessageWriter.start(allocator, MessageType.TASK, size)
                .writeByte(0)
                .writeShort(attempt)
                .writeLong(id)
                .writeLong(sequence)
                .writeLong(remainingMillis)
                .writeLong(functionId);
        MessageWriter.writeText(out, cutName, nameBytes);
        MessageWriter.writeBody(out, body);
        return out;
    }

    /**
     * Reads a task.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static TaskRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.TASK);
        reader.zero(reader.u8("flags"), "flags");
        int attempt = reader.u16("attempt");
        long id = reader.i64("id");
        long sequence = reader.i64("sequence");
        long remainingMillis = reader.i64("remaining time");
        long functionId = reader.i64("function id");
        String name = reader.text(Protocol.MAX_NAME_BYTES, "name");
        long length = reader.bodyLength();
        Body inline = reader.inline(length);
        reader.end();
        return new TaskRequest(id, sequence, attempt, remainingMillis, functionId, name, length, inline);
    }
}
