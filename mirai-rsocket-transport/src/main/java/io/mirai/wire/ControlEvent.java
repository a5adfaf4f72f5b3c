package io.mirai.wire;

import io.mirai.spi.Departure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/** What a daemon tells its host unasked. */
public sealed interface ControlEvent {

    /** Writes it. */
    ByteBuf encode(ByteBufAllocator allocator);

    /**
     * Reads an event.
     *
     * @throws ProtocolException if it is none, or not well formed
     */
    static ControlEvent decode(ByteBuf in) {
        return MessageType.of(in) == MessageType.OUTPUT ? Output.decode(in) : Draining.decode(in);
    }

    /**
     * The daemon takes no more tasks, and leaves when those that it has have ended.
     *
     * <pre>
     *   0  u8  0x05
     *   1  u8  reason: 1 signal, 2 out of memory, 3 a class is spoiled,
     *                  4 enough tasks, 5 idle for long enough, 6 there for long enough,
     *                  7 asked to by DRAIN
     * </pre>
     *
     * @param reason why
     */
    record Draining(Departure reason) implements ControlEvent {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            int code =
                    switch (reason) {
                        case SIGNAL -> 1;
                        case OUT_OF_MEMORY -> 2;
                        case CLASS_SPOILED -> 3;
                        case MAX_TASKS -> 4;
                        case IDLE_TIME -> 5;
                        case WALL_TIME -> 6;
                        case DRAINED -> 7;
                    };
            return MessageWriter.start(allocator, MessageType.DRAINING, 1).writeByte(code);
        }

        private static Draining decode(ByteBuf in) {
            MessageReader reader = new MessageReader(in, MessageType.DRAINING);
            int code = reader.u8("reason");
            Departure reason =
                    switch (code) {
                        case 1 -> Departure.SIGNAL;
                        case 2 -> Departure.OUT_OF_MEMORY;
                        case 3 -> Departure.CLASS_SPOILED;
                        case 4 -> Departure.MAX_TASKS;
                        case 5 -> Departure.IDLE_TIME;
                        case 6 -> Departure.WALL_TIME;
                        case 7 -> Departure.DRAINED;
                        default -> throw reader.unknown("reason", code);
                    };
            reader.end();
            return new Draining(reason);
        }
    }

    /**
     * A line that a task printed.
     *
     * <pre>
     *    0  u8   0x06
     *    1  u8   stream: 1 standard output, 2 standard error
     *    2  i64  id of the task, 0: of none
     *   10  u16  length n of the line, at most 8192
     *   12       line without its end, n bytes of UTF-8
     * </pre>
     *
     * @param error whether it went to standard error
     * @param taskId the task, 0 if none printed it
     * @param line the text without its end; cut when it is sent if it is too long
     */
    record Output(boolean error, long taskId, String line) implements ControlEvent {

        @Override
        public ByteBuf encode(ByteBufAllocator allocator) {
            String cutLine = MessageWriter.cut(line, Protocol.MAX_LINE_BYTES);
            int lineBytes = ByteBufUtil.utf8Bytes(cutLine);
            ByteBuf out = MessageWriter.start(allocator, MessageType.OUTPUT, 11 + lineBytes)
                    .writeByte(error ? 2 : 1)
                    .writeLong(taskId);
            MessageWriter.writeText(out, cutLine, lineBytes);
            return out;
        }

        private static Output decode(ByteBuf in) {
            MessageReader reader = new MessageReader(in, MessageType.OUTPUT);
            int stream = reader.u8("stream");
            if (stream != 1 && stream != 2) {
                throw reader.unknown("stream", stream);
            }
            Output output =
                    new Output(stream == 2, reader.i64("task id"), reader.text(Protocol.MAX_LINE_BYTES, "line"));
            reader.end();
            return output;
        }
    }
}
