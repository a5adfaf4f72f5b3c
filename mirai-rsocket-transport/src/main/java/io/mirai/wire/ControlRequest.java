package io.mirai.wire;

import io.mirai.random.Mrg32k3a;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Opens the stream of a daemon's {@link ControlEvent}s.
 *
 * <pre>
 *     0  u8   0x04
 *     1       6 times u32: the state where the profile's streams of random numbers begin
 *    25
 * </pre>
 */
public final class ControlRequest {

    private ControlRequest() {}

    /** Writes it. */
    public static ByteBuf encode(ByteBufAllocator allocator, Mrg32k3a random) {
        ByteBuf out = MessageWriter.start(allocator, MessageType.CONTROL, Mrg32k3a.STATE_SIZE * Integer.BYTES);
        for (int number : random.state()) {
            out.writeInt(number);
        }
        return out;
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static Mrg32k3a decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.CONTROL);
        int[] state = new int[Mrg32k3a.STATE_SIZE];
        for (int i = 0; i < state.length; i++) {
            state[i] = reader.i32("random state");
        }
        reader.end();
        try {
            return Mrg32k3a.ofState(state);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }
}
