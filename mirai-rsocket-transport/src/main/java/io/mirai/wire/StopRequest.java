package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a daemon to end tasks. What has not started never does; a body that is kept for one of them is
 * dropped.
 *
 * <pre>
 *   0  u8   0x03
 *   1  u8   flags: bit 0 may interrupt if running
 *   2  u16  number n of tasks, 1 to 1024
 *   4  i64  n times: id
 * </pre>
 *
 * @param ids the tasks
 * @param mayInterruptIfRunning whether threads that run them are to be interrupted
 */
public record StopRequest(List<Long> ids, boolean mayInterruptIfRunning) {

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        ByteBuf out = MessageWriter.start(allocator, MessageType.STOP, 3 + 8 * ids.size())
                .writeByte(mayInterruptIfRunning ? 1 : 0)
                .writeShort(ids.size());
        ids.forEach(out::writeLong);
        return out;
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static StopRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.STOP);
        int flags = reader.u8("flags");
        if (flags > 1) {
            throw reader.unknown("flags", flags);
        }
        int count = reader.u16("number of tasks");
        if (count == 0 || count > Protocol.MAX_STOPS) {
            throw reader.unknown("number of tasks", count);
        }
        List<Long> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(reader.i64("id"));
        }
        reader.end();
        return new StopRequest(List.copyOf(ids), flags == 1);
    }
}
