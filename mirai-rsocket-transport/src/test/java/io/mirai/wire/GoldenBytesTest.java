package io.mirai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of every message as docs/protocol.md draws them: to change one is to change the protocol's version. */
class GoldenBytesTest {

    private static final String HASH = "00112233445566778899aabbccddeeff".repeat(2);
    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    private static final Body HI = Body.of(new byte[] {'h', 'i'});
    private static final Body LONG = new Body(List.of(new byte[Body.CHUNK_BYTES], new byte[1]), Body.CHUNK_BYTES + 1);
    private static final Work APPLIED = Work.apply(new SharedFunction(5, LONG));
    private static final String TOKEN = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String NONCE = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
    private static final String OTHER_NONCE = "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f";

    @Test
    void setup_isMagicAndFields() {
        Setup setup = new Setup(1, 17, 1, 4, 2, 3, 4711);
        golden(
                setup,
                setup.encode(ALLOCATOR),
                "4d495241 0001 0011 0001 0004 00000002 00000003 0000000000001267",
                Setup::decode);
    }

    @Test
    void challenge_isItsNonce() {
        Challenge challenge = new Challenge(NONCE);
        golden(challenge, challenge.encode(ALLOCATOR), "10" + NONCE, Challenge::decode);
    }

    /** By a token whose bytes are 0 to 31. */
    @Test
    void proof_isTheCodeOfChallengeNonceAndSetup_andTheNonce() {
        Setup setup = new Setup(1, 17, 1, 4, 2, 3, 4711);
        Proof proof = Token.ofHex(TOKEN).prove(new Challenge(NONCE), setup, OTHER_NONCE);
        golden(
                proof,
                proof.encode(ALLOCATOR),
                "11 a78c9f581af8b5344bfafb7b5575d129863aae82bcd37cfbf4dd6210efedb4de" + OTHER_NONCE,
                Proof::decode);
    }

    @Test
    void task_shortBody_isInline() {
        golden(
                new TaskRequest(7, 9, 6, 2, 5, 3, Work.Kind.VALUE, "fit é", 2, HI),
                TaskRequest.encode(ALLOCATOR, new TaskMessage(7, 9, 6, 2, 3, "fit é", APPLIED, HI)),
                "01 00 0002 0000000000000007 0000000000000009 0006 0000000000000005"
                        + "0000000000000003 0006 66697420c3a9 0000000000000002 6869",
                TaskRequest::decode);
    }

    @Test
    void task_longBody_isOnlyNamed() {
        golden(
                new TaskRequest(7, 9, 6, 1, 0, 1, Work.Kind.VALUE, "", Body.CHUNK_BYTES + 1, null),
                TaskRequest.encode(ALLOCATOR, new TaskMessage(7, 9, 6, 1, 1, "", Work.CALL, LONG)),
                "01 00 0001 0000000000000007 0000000000000009 0006 0000000000000000"
                        + "0000000000000001 0000 0000000000040001",
                TaskRequest::decode);
    }

    @Test
    void task_thatStreams_saysSo() {
        golden(
                new TaskRequest(7, 9, 6, 1, 0, 1, Work.Kind.STREAM, "", 2, HI),
                TaskRequest.encode(ALLOCATOR, new TaskMessage(7, 9, 6, 1, 1, "", Work.STREAM, HI)),
                "01 01 0001 0000000000000007 0000000000000009 0006 0000000000000000"
                        + "0000000000000001 0000 0000000000000002 6869",
                TaskRequest::decode);
    }

    @Test
    void task_thatLeavesSomething_saysSo() {
        golden(
                new TaskRequest(7, 9, 6, 1, 0, 1, Work.Kind.EVERYWHERE, "", 2, HI),
                TaskRequest.encode(ALLOCATOR, new TaskMessage(7, 9, 6, 1, 1, "", Work.EVERYWHERE, HI)),
                "01 02 0001 0000000000000007 0000000000000009 0006 0000000000000000"
                        + "0000000000000001 0000 0000000000000002 6869",
                TaskRequest::decode);
        golden(
                new TaskRequest(7, 9, 6, 1, 0, 1, Work.Kind.SERIAL, "", 2, HI),
                TaskRequest.encode(ALLOCATOR, new TaskMessage(7, 9, 6, 1, 1, "", Work.SERIAL, HI)),
                "01 03 0001 0000000000000007 0000000000000009 0006 0000000000000000"
                        + "0000000000000001 0000 0000000000000002 6869",
                TaskRequest::decode);
    }

    @ParameterizedTest
    @CsvSource({"VALUE, 01", "ERROR, 02", "INTERRUPTED, 04"})
    void reply_withBody_isKindAndBody(Reply.Kind kind, String code) {
        golden(
                new TaskReply(kind, 1_234, 2, HI),
                TaskReply.encode(ALLOCATOR, kind, 1_234, HI),
                "02" + code + "000004d2 0000000000000002 6869",
                TaskReply::decode);
    }

    @Test
    void reply_notStarted_hasNoBody() {
        golden(
                new TaskReply(Reply.Kind.NOT_STARTED, 0, 0, Body.EMPTY),
                TaskReply.encode(ALLOCATOR, Reply.Kind.NOT_STARTED, 0, Body.EMPTY),
                "02 03 00000000 0000000000000000",
                TaskReply::decode);
    }

    @Test
    void reply_longBody_isOnlyNamed() {
        golden(
                new TaskReply(Reply.Kind.VALUE, Integer.MAX_VALUE, Body.CHUNK_BYTES + 1, null),
                TaskReply.encode(ALLOCATOR, Reply.Kind.VALUE, Integer.MAX_VALUE, LONG),
                "02 01 7fffffff 0000000000040001",
                TaskReply::decode);
    }

    @ParameterizedTest
    @CsvSource({"false, 00", "true, 01"})
    void stop_isFlagAndId(boolean mayInterruptIfRunning, String flags) {
        StopRequest stop = new StopRequest(7, mayInterruptIfRunning);
        golden(stop, stop.encode(ALLOCATOR), "03" + flags + "0000000000000007", StopRequest::decode);
    }

    @Test
    void control_isWhatHoldsForTheDaemon() {
        Mrg32k3a random = Mrg32k3a.ofState(1, 2, 3, 4, 5, -65536);
        ControlRequest request = new ControlRequest(
                2,
                3,
                new KeepAliveTimes(5_000, 15_000),
                1L << 32,
                1,
                random,
                Token.ofHex(TOKEN).answer(new Challenge(NONCE), OTHER_NONCE));
        ByteBuf encoded = request.encode(ALLOCATOR);
        assertThat(ByteBufUtil.hexDump(encoded))
                .isEqualTo("04 00000002 00000003 00001388 00003a98 0000000100000000 0001".replace(" ", "")
                        + "000000010000000200000003" + "0000000400000005ffff0000"
                        + "9d470db629c64d5eadf56b366be5720262797bda6687d31d39ae4d4c7627683b");
        ControlRequest decoded = ControlRequest.decode(encoded);
        assertThat(decoded).usingRecursiveComparison().isEqualTo(request);
        encoded.release();
    }

    @ParameterizedTest
    @CsvSource({
        "SIGNAL, 01",
        "OUT_OF_MEMORY, 02",
        "CLASS_SPOILED, 03",
        "MAX_TASKS, 04",
        "IDLE_TIME, 05",
        "WALL_TIME, 06",
        "DRAINED, 07"
    })
    void draining_isItsReason(Departure reason, String code) {
        ControlEvent event = new ControlEvent.Draining(reason);
        golden(event, event.encode(ALLOCATOR), "05" + code, ControlEvent::decode);
    }

    @ParameterizedTest
    @CsvSource({"false, 01", "true, 02"})
    void output_isStreamTaskAndLine(boolean error, String stream) {
        ControlEvent event = new ControlEvent.Output(error, 7, "é!");
        golden(event, event.encode(ALLOCATOR), "06" + stream + "0000000000000007 0003 c3a921", ControlEvent::decode);
    }

    @Test
    void body_isItsId() {
        BodyRequest request = new BodyRequest(7);
        golden(request, request.encode(ALLOCATOR), "07 0000000000000007", BodyRequest::decode);
    }

    @Test
    void chunk_isItsBytes() {
        byte[] bytes = {'h', 'i'};
        golden(bytes, BodyChunk.encode(ALLOCATOR, Body.of(bytes), 0), "08 6869", in -> bytes(BodyChunk.decode(in)));
    }

    @Test
    void shape_isItsNumber() {
        Lookup lookup = new Lookup.Shape(5);
        golden(lookup, lookup.encode(ALLOCATOR), "15 00000005", Lookup::decode);
    }

    @Test
    void function_isItsId() {
        Lookup lookup = new Lookup.Function(5);
        golden(lookup, lookup.encode(ALLOCATOR), "09 0000000000000005", Lookup::decode);
    }

    @Test
    void classes_isTheNameOfOne() {
        Lookup lookup = new Lookup.Classes("a.B$C", Lookup.NOTHING_KNOWN);
        golden(lookup, lookup.encode(ALLOCATOR), "13 0005 612e422443" + "00".repeat(32), Lookup::decode);
    }

    @Test
    void classFile_isItsName() {
        Lookup lookup = new Lookup.ClassFile("a.B$C", HASH);
        golden(lookup, lookup.encode(ALLOCATOR), "0a 0005 612e422443" + HASH, Lookup::decode);
    }

    @Test
    void services_isItsName() {
        Lookup lookup = new Lookup.Services("a.B", HASH);
        golden(lookup, lookup.encode(ALLOCATOR), "0b 0003 612e42" + HASH, Lookup::decode);
    }

    @Test
    void resources_isItsName() {
        Lookup lookup = new Lookup.Resources("a/b", HASH);
        golden(lookup, lookup.encode(ALLOCATOR), "12 0003 612f62" + HASH, Lookup::decode);
    }

    @Test
    void answer_notFound_endsThere() {
        golden(LookupAnswer.NOT_FOUND, LookupAnswer.encodeNotFound(ALLOCATOR), "0c 00", LookupAnswer::decode);
    }

    @Test
    void answer_known_endsThere() {
        golden(LookupAnswer.KNOWN, LookupAnswer.encodeKnown(ALLOCATOR), "0c 02", LookupAnswer::decode);
    }

    @Test
    void answer_shortBody_isInline() {
        golden(
                new LookupAnswer(LookupAnswer.Found.YES, -1, 2, HI),
                LookupAnswer.encode(ALLOCATOR, -1, HI),
                "0c 01 ffffffffffffffff 0000000000000002 6869",
                LookupAnswer::decode);
    }

    @Test
    void answer_longBody_isOnlyNamed() {
        golden(
                new LookupAnswer(LookupAnswer.Found.YES, -2, Body.CHUNK_BYTES + 1, null),
                LookupAnswer.encode(ALLOCATOR, -2, LONG),
                "0c 01 fffffffffffffffe 0000000000040001",
                LookupAnswer::decode);
    }

    @Test
    void values_isTheIdOfTheTask() {
        ValuesRequest request = new ValuesRequest(7);
        golden(request, request.encode(ALLOCATOR), "0d 0000000000000007", ValuesRequest::decode);
    }

    @Test
    void item_shortBody_isInline() {
        golden(
                new StreamItem(-3, 2, HI),
                StreamItem.encode(ALLOCATOR, -3, HI),
                "0e fffffffffffffffd 0000000000000002 6869",
                StreamItem::decode);
    }

    @Test
    void item_longBody_isOnlyNamed() {
        golden(
                new StreamItem(-3, Body.CHUNK_BYTES + 1, null),
                StreamItem.encode(ALLOCATOR, -3, LONG),
                "0e fffffffffffffffd 0000000000040001",
                StreamItem::decode);
    }

    @Test
    void forget_isTheIdOfTheFunction() {
        ForgetRequest request = new ForgetRequest(5);
        golden(request, request.encode(ALLOCATOR), "0f 0000000000000005", ForgetRequest::decode);
    }

    @Test
    void dismiss_isItsTypeAlone() {
        DismissRequest request = new DismissRequest();
        golden(request, request.encode(ALLOCATOR), "14", DismissRequest::decode);
    }

    @Test
    void drain_isItsTypeAlone() {
        DrainRequest request = new DrainRequest();
        golden(request, request.encode(ALLOCATOR), "16", DrainRequest::decode);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static <T> void golden(T message, ByteBuf encoded, String hex, Function<ByteBuf, T> decode) {
        String bytes = hex.replace(" ", "");
        assertThat(ByteBufUtil.hexDump(encoded)).isEqualTo(bytes);
        encoded.release();
        T decoded = decode.apply(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes)));
        assertThat(decoded).usingRecursiveComparison().isEqualTo(message);
    }
}
