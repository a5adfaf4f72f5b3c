package io.mirai.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiNotSerializable;
import io.mirai.codec.form.PrimitiveArrays;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.ResultClasses;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of primitives from the length on from which they travel beside their graph. */
final class LargeArraysTest {

    private static final int LARGE = LargeArrays.MIN_BYTES;
    private static final ClassLoader CLASSES = LargeArraysTest.class.getClassLoader();

    private final HostCodec host = new HostCodec(CLASSES, new ResultClasses(Set.of(), Set.of()));
    private final DaemonCodec daemon = new DaemonCodec(CLASSES, host.shapes());
    private final Random random = new Random(5);

    static List<Class<?>> components() {
        return List.of(
                boolean.class, byte.class, char.class, short.class, int.class, long.class, float.class, double.class);
    }

    private Object array(Class<?> component, int length) {
        Object array = Array.newInstance(component, length);
        byte[] bytes = new byte[length * PrimitiveArrays.bytesEach(component)];
        random.nextBytes(bytes);
        if (component == boolean.class) {
            IntStream.range(0, length).forEach(i -> bytes[i] &= 1);
        }
        PrimitiveArrays.fill(array, 0, length, ByteBuffer.wrap(bytes));
        return array;
    }

    // ---- There and back ----

    /** As it arrives: in chunks that are put together as they come, or all at once. */
    private static List<Body> arrivals(Body sent) {
        if (sent.isInline()) {
            return List.of(sent);
        }
        List<byte[]> chunks = List.copyOf(sent.chunks());
        assertThat(chunks.stream().mapToLong(chunk -> chunk.length).sum()).isEqualTo(sent.length());
        assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk -> chunk.length == Body.CHUNK_BYTES);
        BodyGathering.Target target =
                Objects.requireNonNull(LargeArrays.GATHERING.begin(ByteBuffer.wrap(chunks.get(0)), sent.length()));
        chunks.stream().skip(1).map(ByteBuffer::wrap).forEach(target::add);
        return List.of(target.body(), new Body(chunks, sent.length()));
    }

    private List<@Nullable Object> asResult(Object value) {
        List<@Nullable Object> back = new ArrayList<>();
        arrivals(daemon.encodeValue(daemon.session(), Body.MAX_BYTES, value))
                .forEach(body -> back.add(host.decodeValue(body)));
        return back;
    }

    private List<Object> asCaptured(Object value) throws Exception {
        List<Object> back = new ArrayList<>();
        for (Body body : arrivals(host.encodeTask(() -> value, Map.of()))) {
            back.add(Objects.requireNonNull(daemon.decodeTask(body).task().call()));
        }
        return back;
    }

    private List<Object> asElement(Object value) throws Exception {
        Body function = host.encodeFunction(element -> element, Map.of());
        ShippedFunction shipped = daemon.decodeFunction(function);
        List<Object> back = new ArrayList<>();
        for (Body body : arrivals(host.encodeElement(value))) {
            back.add(Objects.requireNonNull(
                    daemon.decodeElement(body, shipped).task().call()));
        }
        return back;
    }

    private void assertCarried(Object value) throws Exception {
        assertThat(asResult(value)).isNotEmpty().allSatisfy(back -> assertAlike(back, value));
        assertThat(asCaptured(value)).isNotEmpty().allSatisfy(back -> assertAlike(back, value));
        assertThat(asElement(value)).isNotEmpty().allSatisfy(back -> assertAlike(back, value));
    }

    private static void assertAlike(@Nullable Object back, Object value) {
        assertThat(Arrays.deepEquals(new Object[] {back}, new Object[] {value})).isTrue();
        assertThat(Objects.requireNonNull(back).getClass()).isSameAs(value.getClass());
    }

    @ParameterizedTest
    @MethodSource("components")
    void array_ofAnyLength_isCarried(Class<?> component) throws Exception {
        int large = LARGE / PrimitiveArrays.bytesEach(component);
        for (int length : new int[] {large - 1, large, large + 1, 5 * large - 3, 5 * large}) {
            assertCarried(array(component, length));
        }
    }

    /** Each ends where no element of the next could begin. */
    @Test
    void arrays_severalOfDifferentWidths_areCarriedInTheirOrder() throws Exception {
        List<Object> arrays = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (Class<?> component : components()) {
                int large = LARGE / PrimitiveArrays.bytesEach(component);
                arrays.add(array(component, large + random.nextInt(large)));
            }
        }
        assertCarried(arrays.toArray());
    }

    @Test
    void arrays_amongOtherObjects_areCarried() throws Exception {
        Object[] value = {
            "before",
            List.of(1, 2, 3),
            array(double.class, LARGE),
            array(int.class, 7),
            new Object[] {"inside", array(char.class, LARGE), null},
            array(byte.class, LARGE - 1),
            "after".repeat(100_000),
            array(long.class, LARGE)
        };
        assertCarried(value);
    }

    @Test
    void array_referredToTwice_isOneObject() {
        Object array = array(short.class, LARGE);
        assertThat(asResult(new Object[] {array, array})).isNotEmpty().allSatisfy(back -> {
            Object[] pair = (Object[]) Objects.requireNonNull(back);
            assertThat(pair[0]).isSameAs(pair[1]);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {-12, -3, -2, -1, 0, 1, 2, Body.CHUNK_BYTES - 10, Body.CHUNK_BYTES})
    void text_aboutAsLongAsAChunk_isCarried(int more) throws Exception {
        assertCarried("x".repeat(Body.CHUNK_BYTES + more));
    }

    /** What a task carries is what was there at the call; and a task that starts again begins with the same. */
    @Test
    void array_changedAfterItWasEncoded_isSentAsItWas() throws Exception {
        int[] numbers = (int[]) array(int.class, LARGE);
        int[] before = numbers.clone();
        Body task = host.encodeTask(() -> numbers, Map.of());
        Body result = daemon.encodeValue(daemon.session(), Body.MAX_BYTES, numbers);
        Arrays.fill(numbers, 7);
        for (int sent = 0; sent < 2; sent++) {
            for (Body body : arrivals(task)) {
                assertThat(daemon.decodeTask(body).task().call()).isEqualTo(before);
            }
        }
        assertThat(arrivals(result))
                .allSatisfy(body -> assertThat(host.decodeValue(body)).isEqualTo(before));
    }

    /** An event loop may read an array that was put together as it came, and nothing that takes its time. */
    @Test
    void isTrivial_ofLongBodies_isTrueOfOneArrayThatIsThere() {
        List<Body> array = arrivals(daemon.encodeValue(daemon.session(), Body.MAX_BYTES, array(double.class, LARGE)));
        assertThat(array).map(host::isTrivial).containsExactly(true, false);
        List<Body> list = arrivals(
                daemon.encodeValue(daemon.session(), Body.MAX_BYTES, new Object[] {array(double.class, LARGE)}));
        assertThat(list).map(host::isTrivial).containsExactly(false, false);
        List<Body> text = arrivals(daemon.encodeValue(daemon.session(), Body.MAX_BYTES, "x".repeat(2 * LARGE)));
        assertThat(text).map(host::isTrivial).containsExactly(false, false);
    }

    // ---- What no honest daemon sends ----

    // Of the types by their numbers: 10 is String, 11 boolean[], 12 byte[], 18 double[]; 0x80, 0x80, 16 is the length
    // LARGE.

    /** A body that begins with these, and has nothing but zeros behind them. */
    private static Body body(int length, int... beginning) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < beginning.length; i++) {
            bytes[i] = (byte) beginning[i];
        }
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < length; from += Body.CHUNK_BYTES) {
            chunks.add(Arrays.copyOfRange(bytes, from, Math.min(length, from + Body.CHUNK_BYTES)));
        }
        return new Body(chunks, length);
    }

    static Stream<Body> malformed() {
        return Stream.of(
                body(2 * LARGE, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F), // very many arrays
                body(2 * LARGE, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F), // fewer than none
                body(2 * LARGE, 1, 0, 0x80, 0x80, 16), // of no type
                body(2 * LARGE, 1, 1, 0x80, 0x80, 16), // of a type that is named
                body(2 * LARGE, 1, 10, 0x80, 0x80, 16), // of strings
                body(2 * LARGE, 1, 60, 0x80, 0x80, 16), // of anything
                body(2 * LARGE, 1, 11, 5), // that is not large
                body(2 * LARGE, 1, 12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F), // shorter than nothing
                body(2 * LARGE, 1, 18, 0xFF, 0xFF, 0xFF, 0xFF, 0x07), // longer than everything
                body(2 * LARGE, 1, 12, 0x80, 0x80, 32), // as long as everything, the table included
                body(2 * LARGE, 2, 12, 0x80, 0x80, 16, 12, 0x80, 0x80, 16), // together longer than everything
                body(2 * LARGE, 1, 12, 0x80, 0x80, 16), // with null behind it, which is not all
                body(LARGE + 8 + 1, 1, 12, 0x80, 0x80, 16)); // that the graph does not refer to
    }

    @ParameterizedTest
    @MethodSource
    void malformed(Body body) {
        assertThatThrownBy(() -> host.decodeValue(body)).isInstanceOf(MiraiNotSerializable.class);
        BodyGathering.Target target =
                LargeArrays.GATHERING.begin(ByteBuffer.wrap(body.chunks().get(0)), body.length());
        if (target != null) {
            body.chunks().stream().skip(1).map(ByteBuffer::wrap).forEach(target::add);
            assertThatThrownBy(() -> host.decodeValue(target.body())).isInstanceOf(MiraiNotSerializable.class);
        }
    }

    @Test
    void decode_arrayThatIsNotThere_isRefused() {
        // A graph of one array, in a body without any.
        assertThatThrownBy(
                        () -> host.decodeValue(new Body(List.of(new byte[] {12, 1, (byte) 0x80, (byte) 0x80, 16}), 5)))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("it refers to other large arrays than those that came with it");
    }

    @Test
    void decode_anyByteChanged_isAValueOrRefused() {
        Object[] value = {"before", array(int.class, LARGE), array(byte.class, LARGE), "after"};
        Body sent = daemon.encodeValue(daemon.session(), Body.MAX_BYTES, value);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            List<byte[]> chunks = new ArrayList<>(sent.chunks());
            byte[] changed = chunks.get(random.nextBoolean() ? 0 : chunks.size() - 1);
            boolean first = changed.length == Body.CHUNK_BYTES;
            changed[first ? random.nextInt(12) : changed.length - 1 - random.nextInt(40)] = (byte) random.nextInt();
            try {
                host.decodeValue(new Body(chunks, sent.length()));
            } catch (MiraiNotSerializable e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 499);
    }
}
