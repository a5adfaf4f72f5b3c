package io.mirai.wire;

import io.mirai.random.Mrg32k3a;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HexFormat;

/**
 * Admits a daemon: opens the stream of its {@link ControlEvent}s, and says what holds for it on this link.
 *
 * <pre>
 *    0  u8   0x04
 *    1  i32  slot, from 0
 *    5  i32  instance, from 1
 *    9  i32  keep-alive interval in ms
 *   13  i32  lifetime in ms
 *   17  i64  the longest result that the host takes, in bytes, from 1
 *   25  u16  level of the host: 0, or more where it is itself a daemon
 *   27       6 times u32: the state where the profile's streams of random numbers begin
 *   51       HMAC-SHA-256 by the token, 32 bytes: of the nonce of PROOF, then the challenge's, then "host"
 *   83
 * </pre>
 *
 * @param slot the daemon's slot
 * @param instance which daemon of the slot it is
 * @param keepAlive by which both sides go from now on
 * @param maxResultBytes the longest result that the host takes
 * @param level how many daemons stand above this one
 * @param random where the profile's streams of random numbers begin
 * @param code proves that this is the daemon's host, as {@link Token#answer} says, in hexadecimal
 */
public record ControlRequest(
        int slot,
        int instance,
        KeepAliveTimes keepAlive,
        long maxResultBytes,
        int level,
        Mrg32k3a random,
        String code) {

    private static final int BYTES = 50 + Proof.CODE_BYTES;

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        ByteBuf out = MessageWriter.start(allocator, MessageType.CONTROL, BYTES)
                .writeInt(slot)
                .writeInt(instance)
                .writeInt(keepAlive.intervalMillis())
                .writeInt(keepAlive.lifetimeMillis())
                .writeLong(maxResultBytes)
                .writeShort(level);
        for (int number : random.state()) {
            out.writeInt(number);
        }
        return out.writeBytes(HexFormat.of().parseHex(code));
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static ControlRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.CONTROL);
        int slot = reader.i32("slot");
        if (slot < 0) {
            throw reader.unknown("slot", slot);
        }
        int instance = reader.i32("instance");
        if (instance < 1) {
            throw reader.unknown("instance", instance);
        }
        KeepAliveTimes keepAlive = new KeepAliveTimes(reader.i32("keep-alive"), reader.i32("lifetime"));
        if (!keepAlive.isAllowed()) {
            throw new ProtocolException(Texts.keepAliveOutOfBounds(keepAlive));
        }
        long maxResultBytes = reader.i64("longest result");
        if (maxResultBytes < 1) {
            throw reader.unknown("longest result", maxResultBytes);
        }
        int level = reader.u16("level");
        Mrg32k3a random = randomState(reader);
        String code = HexFormat.of().formatHex(reader.bytes(Proof.CODE_BYTES, "code"));
        reader.end();
        return new ControlRequest(slot, instance, keepAlive, maxResultBytes, level, random, code);
    }

    private static Mrg32k3a randomState(MessageReader reader) {
        int[] state = new int[Mrg32k3a.STATE_SIZE];
        for (int i = 0; i < state.length; i++) {
            state[i] = reader.i32("random state");
        }
        try {
            return Mrg32k3a.ofState(state);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }
}
