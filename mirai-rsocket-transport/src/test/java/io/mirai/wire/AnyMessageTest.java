package io.mirai.wire;

import io.mirai.testing.Bounds;
import io.mirai.testing.KeptInputs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Any bytes as any message: read, or refused by the one documented exception, at a cost in proportion to their number. */
final class AnyMessageTest {

    private static final List<Consumer<ByteBuf>> DECODERS = List.of(
            Setup::decode,
            TaskRequest::decode,
            TaskReply::decode,
            StopRequest::decode,
            ControlEvent::decode,
            BodyRequest::decode,
            BodyChunk::decode,
            Lookup::decode,
            LookupAnswer::decode,
            MessageType::of);

    static void read(byte[] bytes) {
        Bounds.check(bytes.length * DECODERS.size(), () -> DECODERS.forEach(decoder -> decode(decoder, bytes)));
    }

    @Test
    void anyBytes_asMessage_areBounded() {
        Stream.concat(messages(), KeptInputs.of(AnyMessageTest.class, "messages"))
                .forEach(AnyMessageTest::read);
    }

    private static void decode(Consumer<ByteBuf> decoder, byte[] bytes) {
        ByteBuf message = Unpooled.wrappedBuffer(bytes);
        try {
            decoder.accept(message);
        } catch (ProtocolException e) {
            // It is not well formed.
        }
        if (message.refCnt() != 1) {
            throw new AssertionError("A decoder keeps or releases what is not its own");
        }
    }

    static Stream<byte[]> messages() {
        return Stream.of(
                        "4d495241 0001 0011 0001 0004 00000002 00000003 0000000000001267"
                                + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                        "01 00 0002 0000000000000007 0000000000000009 00000000000003e8 0000000000000005"
                                + "0001 66 0000000000000002 6869",
                        "02 01 0000000000000002 6869",
                        "02 01 0000000000040001",
                        "03 01 0002 0000000000000007 0000000000000008",
                        "04",
                        "05 01",
                        "06 01 0000000000000007 0001 68",
                        "07 0000000000000007",
                        "09 0000000000000005",
                        "0a 0001 61",
                        "0b 0001 61",
                        "0c 00",
                        "0c 01 ffffffffffffffff 0000000000000002 6869")
                .map(hex -> ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }
}
