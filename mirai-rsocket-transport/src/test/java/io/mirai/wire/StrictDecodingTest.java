package io.mirai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.spi.Body;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrictDecodingTest {

    static List<String> typed() {
        return Messages.TYPED;
    }

    private static final String NONCE = "ab".repeat(32);

    @ParameterizedTest
    @MethodSource("typed")
    void decode_cutAnywhereOrLonger_isRefused(String message) {
        byte[] whole = Messages.bytes(message);
        decodeAny(Unpooled.wrappedBuffer(whole));
        for (int length = 0; length < whole.length; length++) {
            ByteBuf cut = Unpooled.wrappedBuffer(whole, 0, length);
            assertThatThrownBy(() -> decodeAny(cut)).isInstanceOf(ProtocolException.class);
        }
        ByteBuf longer = Unpooled.wrappedBuffer(whole, new byte[1]);
        assertThatThrownBy(() -> decodeAny(longer))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("has 1 bytes after its end");
    }

    @Test
    void setup_cutAnywhereOrLonger_isRefused() {
        byte[] whole = Messages.bytes(Messages.SETUP);
        for (int length = 0; length < whole.length; length++) {
            ByteBuf cut = Unpooled.wrappedBuffer(whole, 0, length);
            assertThatThrownBy(() -> Setup.decode(cut)).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> Setup.decode(Unpooled.wrappedBuffer(whole, new byte[1])))
                .hasMessageContaining("has 1 bytes after its end");
    }

    @Test
    void setup_otherVersionOfAnyLength_saysBothVersions() {
        assertThatThrownBy(() -> Setup.decode(Unpooled.wrappedBuffer(Messages.bytes("4d495241 0002 ff"))))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("this host speaks protocol 1, the daemon speaks 2:"
                        + " start the daemon with the same version of Mirai as the host");
    }

    @Test
    void setup_otherMagic_isNoDaemon() {
        assertThatThrownBy(
                        () -> Setup.decode(Unpooled.wrappedBuffer("GET / HTTP/1.1".getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("no Mirai daemon");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00                              | unknown type 0",
                "17                              | unknown type 23",
                "10 00                           | CHALLENGE ends too early: its nonce needs 32 bytes, but 1 are left",
                "11                              | PROOF ends too early: its code needs 32 bytes, but 0 are left",
                "ff                              | unknown type 255",
                "01 04 0002                      | TASK has an unknown kind: 4",
                "02 00 00000000 0000000000000000 | REPLY has an unknown kind: 0",
                "02 05 00000000 0000000000000000 | REPLY has an unknown kind: 5",
                "02 01 ffffffff 0000000000000000 | REPLY has a negative time: -1",
                "02 01 00000000 ffffffffffffffff | REPLY has a negative body length: -1",
                "02 01 00000000 0000000000040000 | REPLY ends too early: its body needs 262144 bytes, but 0 are left",
                "02 03 00000000 0000000000000001 00 | did not start, but has a body of 1 bytes",
                "03 02 0000000000000007          | STOP has an unknown flags: 2",
                "04 ffffffff                     | CONTROL has an unknown slot: -1",
                "04 00000000 00000000            | CONTROL has an unknown instance: 0",
                "04 00000000 00000001 000003e7 00001388 | CONTROL has a keep-alive of 999 ms and a lifetime of 5000 ms",
                "04 00000000 00000001 000003e8 00001388 0000000000000000 | CONTROL has an unknown longest result: 0",
                "05 00                           | DRAINING has an unknown reason: 0",
                "05 08                           | DRAINING has an unknown reason: 8",
                "06 03 0000000000000007 0000     | OUTPUT has an unknown stream: 3",
                "06 01 0000000000000007 ffff     | OUTPUT has a line of 65535 bytes, but at most 8192 are allowed",
                "08                              | CHUNK has no bytes",
                "0a 0401                         | CLASS has a name of 1025 bytes, but at most 1024 are allowed",
                "0a 0001 61 00                   | CLASS ends too early: its hash needs 32 bytes, but 1 are left",
                "0c 03                           | ANSWER has an unknown found: 3",
                "0c 01 0000000000000001          | only negative ids are not those of tasks",
                "0e 0000000000000001             | ITEM names its body 1, but only negative ids are not those of tasks"
            })
    void decode_valueOutOfRange_saysWhich(String message, String text) {
        assertThatThrownBy(() -> decodeAny(Unpooled.wrappedBuffer(Messages.bytes(message))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(text);
    }

    @Test
    void chunk_longerThanAChunk_isRefused() {
        ByteBuf chunk = Unpooled.wrappedBuffer(new byte[] {8}, new byte[Body.CHUNK_BYTES + 1]);
        assertThatThrownBy(() -> BodyChunk.decode(chunk))
                .hasMessageContaining("chunk of 262145 bytes, but at most 262144 are allowed");
    }

    @Test
    void decode_otherType_saysBoth() {
        assertThatThrownBy(() -> BodyRequest.decode(Unpooled.wrappedBuffer(Messages.bytes("04"))))
                .hasMessage("expected a message of type BODY, but it is CONTROL");
    }

    @ParameterizedTest
    @CsvSource({"x, 1024", "é, 512", "€, 341", "😀, 256"})
    void task_nameTooLong_isCutBetweenCharacters(String character, int fit) {
        ByteBuf encoded = TaskRequest.encode(
                UnpooledByteBufAllocator.DEFAULT,
                new TaskMessage(1, 1, 0, 1, 1, character.repeat(2_000), Work.CALL, Body.EMPTY));
        assertThat(TaskRequest.decode(encoded).name()).isEqualTo(character.repeat(fit));
        encoded.release();
    }

    @Test
    void token_isNeverPrinted() {
        Token token = Token.random();
        assertThat(token.toString()).isEqualTo("Token[secret]");
        assertThat(Token.ofHex(token.toHex())).isEqualTo(token).isNotEqualTo(Token.random());
    }

    @Test
    void proof_isOfThisTokenChallengeAndSetupAlone() {
        Token token = Token.random();
        Challenges challenges = new Challenges();
        Challenge challenge = challenges.next();
        Setup setup = Setup.ofThisProcess(1, 0, 1);
        Proof proof = token.prove(challenge, setup, NONCE);
        assertThat(token.isProvenBy(proof, challenge, setup)).isTrue();
        assertThat(Token.random().isProvenBy(proof, challenge, setup)).isFalse();
        assertThat(token.isProvenBy(proof, challenges.next(), setup)).isFalse();
        assertThat(token.isProvenBy(proof, new Challenges().next(), setup)).isFalse();
        assertThat(token.isProvenBy(proof, challenge, setup.withCapacity(2))).isFalse();
        assertThat(token.isProvenBy(proof, challenge, Setup.ofThisProcess(1, 1, 1)))
                .isFalse();
    }

    @Test
    void answer_isOfThisTokenChallengeAndNonceAlone_andNoProof() {
        Token token = Token.random();
        Challenges challenges = new Challenges();
        Challenge challenge = challenges.next();
        String code = token.answer(challenge, NONCE);
        assertThat(token.isAnsweredBy(code, challenge, NONCE)).isTrue();
        assertThat(Token.random().isAnsweredBy(code, challenge, NONCE)).isFalse();
        assertThat(token.isAnsweredBy(code, challenges.next(), NONCE)).isFalse();
        assertThat(token.isAnsweredBy(code, challenge, challenges.next().nonce()))
                .isFalse();
        // What a daemon says to a stranger who asks the same as the daemon itself.
        Proof proof = token.prove(new Challenge(NONCE), Setup.ofThisProcess(1, 0, 1), challenge.nonce());
        assertThat(token.isAnsweredBy(proof.code(), challenge, NONCE)).isFalse();
    }

    /** By the JDK's own, which is not used for what it costs at the start. */
    @Test
    void proof_isHmacSha256() throws Exception {
        Token token = Token.random();
        Challenge challenge = new Challenges().next();
        Setup setup = Setup.ofThisProcess(1, 0, 1);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(token.toHex()), "HmacSHA256"));
        mac.update(HexFormat.of().parseHex(challenge.nonce()));
        mac.update(HexFormat.of().parseHex(NONCE));
        assertThat(token.prove(challenge, setup, NONCE).code())
                .isEqualTo(HexFormat.of().formatHex(mac.doFinal(setup.bytes())));
    }

    private static void decodeAny(ByteBuf message) {
        switch (MessageType.of(message)) {
            case TASK -> TaskRequest.decode(message);
            case REPLY -> TaskReply.decode(message);
            case STOP -> StopRequest.decode(message);
            case CONTROL -> ControlRequest.decode(message);
            case DRAINING, OUTPUT -> ControlEvent.decode(message);
            case BODY -> BodyRequest.decode(message);
            case CHALLENGE -> Challenge.decode(message);
            case PROOF -> Proof.decode(message);
            case CHUNK -> BodyChunk.decode(message);
            case FUNCTION, SHAPE, CLASS, CLASSES, SERVICES, RESOURCES -> Lookup.decode(message);
            case ANSWER -> LookupAnswer.decode(message);
            case VALUES -> ValuesRequest.decode(message);
            case ITEM -> StreamItem.decode(message);
            case FORGET -> ForgetRequest.decode(message);
            case DISMISS -> DismissRequest.decode(message);
            case DRAIN -> DrainRequest.decode(message);
        }
    }
}
