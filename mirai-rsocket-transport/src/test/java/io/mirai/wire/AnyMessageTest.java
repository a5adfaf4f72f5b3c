package io.mirai.wire;

import io.mirai.testing.Bounds;
import io.mirai.testing.KeptInputs;
import io.netty.buffer.ByteBuf;
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
            ControlRequest::decode,
            ControlEvent::decode,
            BodyRequest::decode,
            BodyChunk::decode,
            Lookup::decode,
            LookupAnswer::decode,
            Challenge::decode,
            Proof::decode,
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
        return Stream.concat(Stream.of(Messages.SETUP), Messages.TYPED.stream()).map(Messages::bytes);
    }
}
