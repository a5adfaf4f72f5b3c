package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.mirai.MiraiNotSerializable;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a hostile daemon may send: a few bytes that promise much. Each is an error within 64 KiB of
 * allocation. They are made from honest bodies, so they follow the format as it changes.
 */
@Tag("jdk")
final class BombTest {

    private static final int MAX_BOMB_BYTES = 64;
    private static final long MAX_ALLOCATED_BYTES = 128 * 1024; // a refusal reads the class file of what it names

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bomb(String name, byte[] bytes) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bomb> bombs() throws Exception {
        try (TwoSides sides = new TwoSides()) {
            List<Object> self = new ArrayList<>();
            self.add(self);
            return Stream.of(
                    huge("primitive array", encoded(sides, new double[0])),
                    huge("byte array", encoded(sides, new byte[0])),
                    huge("object array", encoded(sides, new Object[0])),
                    huge("array of a class", encoded(sides, new Integer[0])),
                    hugeText("string", encoded(sides, "")),
                    hugeText("wide string", encoded(sides, ""), 1),
                    huge("collection", encoded(sides, new ArrayList<>())),
                    huge("immutable list", encoded(sides, List.of())),
                    huge("map", encoded(sides, new HashMap<>())),
                    hugeText("class name", new byte[] {1, 0}),
                    new Bomb("reference to an object not yet read", later(encoded(sides, self))),
                    new Bomb("class outside the list", named("javax.management.loading.MLet")),
                    new Bomb("class of ours", named("io.mirai.codec.HostCodec")),
                    new Bomb("class that is not there", named("no.such.Class")),
                    new Bomb("Java serialization", javaSerialized(sides)),
                    new Bomb("unknown type number", new byte[] {(byte) 0xFF, (byte) 0xFF, 3}),
                    new Bomb("nothing", new byte[0]));
        }
    }

    private static byte[] encoded(TwoSides sides, Object value) {
        return sides.encodeValue(value).chunks().get(0);
    }

    /** The count at the end becomes 2^31 - 1. */
    private static Bomb huge(String name, byte[] ofEmpty) {
        assertThat(ofEmpty[ofEmpty.length - 1]).isZero();
        return new Bomb(name, join(Arrays.copyOf(ofEmpty, ofEmpty.length - 1), -1, -1, -1, -1, 7));
    }

    /** A string's count is doubled. */
    private static Bomb hugeText(String name, byte[] ofEmpty) {
        return hugeText(name, ofEmpty, 0);
    }

    private static Bomb hugeText(String name, byte[] ofEmpty, int wide) {
        assertThat(ofEmpty[ofEmpty.length - 1]).isZero();
        return new Bomb(name, join(Arrays.copyOf(ofEmpty, ofEmpty.length - 1), 0xFE | wide, -1, -1, -1, 0xF));
    }

    /** The reference to the list itself, at the end, becomes one to the next object. */
    private static byte[] later(byte[] ofSelf) {
        byte[] bytes = ofSelf.clone();
        bytes[bytes.length - 1]++;
        return bytes;
    }

    private static byte[] named(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        int header = name.length() << 1;
        if (header > 127) {
            bytes.write((header & 0x7F) | 0x80);
            bytes.write(header >> 7);
        } else {
            bytes.write(header);
        }
        bytes.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(1);
        bytes.write(0);
        return bytes.toByteArray();
    }

    /** What the host itself writes for a class that needs Java serialization. */
    private static byte[] javaSerialized(TwoSides sides) {
        byte[] task = sides.host
                .encodeTask(new OwnStreamTask(), java.util.Map.of())
                .chunks()
                .get(0);
        return Arrays.copyOf(task, 16);
    }

    static final class OwnStreamTask implements io.mirai.Task<Integer> {
        private static final long serialVersionUID = 1;

        @Override
        public Integer call() {
            return 1;
        }

        private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
            out.defaultWriteObject();
        }
    }

    private static byte[] join(byte[] head, int... tail) {
        byte[] bytes = Arrays.copyOf(head, head.length + tail.length);
        for (int i = 0; i < tail.length; i++) {
            bytes[head.length + i] = (byte) tail[i];
        }
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void decodeValue_ofBomb_isSmallError(Bomb bomb) throws Exception {
        assertThat(bomb.bytes().length).isLessThanOrEqualTo(MAX_BOMB_BYTES);
        assertSmallError(Body.of(bomb.bytes()));
    }

    /** Lists within lists, a million deep; what is repeated is two or three bytes. */
    @ParameterizedTest
    @MethodSource("nested")
    void decodeValue_nestedMillionDeep_isSmallError(byte[] unit) throws Exception {
        byte[] bytes = new byte[unit.length * 1_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = unit[i % unit.length];
        }
        assertSmallError(Body.of(bytes));
    }

    static Stream<byte[]> nested() throws Exception {
        try (TwoSides sides = new TwoSides()) {
            return Stream.of(
                    unit(sides, new ArrayList<>(List.of(new ArrayList<>()))),
                    unit(sides, new Object[] {new Object[0]}));
        }
    }

    /** One level of nesting: all of the body but the empty one inside. */
    private static byte[] unit(TwoSides sides, Object nested) {
        byte[] bytes = encoded(sides, nested);
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static void assertSmallError(Body body) throws Exception {
        try (TwoSides sides = new TwoSides()) {
            assertSmallError(sides.host, body);
            assertSmallError(sides.host.forStrangers(), body);
        }
    }

    private static void assertSmallError(Codec host, Body body) {
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> host.decodeValue(body))).isNotNull();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        Throwable error = null;
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            host.decodeValue(body);
        } catch (MiraiNotSerializable e) {
            error = e;
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(error).isNotNull().hasMessageStartingWith("The result cannot be rebuilt on the host");
        assertThat(allocated).isLessThanOrEqualTo(MAX_ALLOCATED_BYTES);
    }
}
