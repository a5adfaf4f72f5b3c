package io.mirai.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.MiraiNotSerializable;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.spi.Body;
import io.mirai.spi.ResultClasses;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Results of up to a megabyte or so that would keep the host busy for minutes or for years. The limit of time only
 * tells such from the others: each is refused at once.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CostlyResultTest {

    private static final int NEW_NAME = 1;
    private static final int NEW_OBJECT = 1;
    private static final int MANY = 100_000;

    private final ClassLoader classes = CostlyResultTest.class.getClassLoader();
    private final HostCodec host = new HostCodec(classes, new ResultClasses(Set.of(), Set.of()));
    private final EnginePool daemon = new EnginePool(Direction.toHost(classes, new SerialConfigs()));

    private Body body(BiConsumer<Engine, Output> graph) {
        return Doors.write(daemon, "The body", graph::accept);
    }

    /** An object of a class with this name and what is in it. */
    private static void named(Engine e, Output out, Class<?> type) {
        e.classes.writeClass(out, type);
        out.writeVarInt(NEW_OBJECT, true);
        e.references.addWrittenObject(new Object());
    }

    private static void named(Engine e, Output out, String jdkClass) {
        try {
            named(e, out, Class.forName(jdkClass));
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private Body collection(Class<?> type, int count, IntFunction<Object> element) {
        return body((e, out) -> {
            named(e, out, type);
            out.writeVarInt(count, true);
            for (int i = 0; i < count; i++) {
                e.put(out, element.apply(i));
            }
        });
    }

    private Body map(Class<?> type, int count, IntFunction<Object> key) {
        return body((e, out) -> {
            named(e, out, type);
            out.writeVarInt(count, true);
            for (int i = 0; i < count; i++) {
                e.put(out, key.apply(i));
                e.put(out, 0);
            }
        });
    }

    private Body value(String type, @Nullable Object... parts) {
        return body((e, out) -> {
            named(e, out, type);
            out.writeVarInt(parts.length, true);
            for (Object part : parts) {
                e.put(out, part);
            }
        });
    }

    private void assertRefused(Body body) {
        assertThatThrownBy(() -> host.decodeValue(body))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("to rebuild it would cost far more than its bytes stand for");
    }

    private Object returned(Object value) {
        return Objects.requireNonNull(host.decodeValue(body((e, out) -> e.put(out, value))));
    }

    /** All have the same hash code. */
    private static Object list(int i) {
        return new ArrayList<>(List.of(i, -31 * i));
    }

    /** All have the hash code 0. */
    private static Object packed(int i) {
        return (long) i << 32 | i;
    }

    @Test
    void copyOnWriteArraySet_ofMany_isRefused() {
        assertRefused(collection(CopyOnWriteArraySet.class, MANY, i -> i));
    }

    @Test
    void hashSet_ofListsOfOneHashCode_isRefused() {
        assertThat(list(1)).hasSameHashCodeAs(list(2));
        assertRefused(collection(HashSet.class, MANY, CostlyResultTest::list));
    }

    @ParameterizedTest
    @ValueSource(classes = {HashMap.class, ConcurrentHashMap.class, Hashtable.class, WeakHashMap.class})
    void map_ofKeysOfOneHashCode_isRefused(Class<?> type) {
        assertThat(packed(1)).hasSameHashCodeAs(packed(2));
        IntFunction<Object> key = type == Hashtable.class || type == WeakHashMap.class
                ? CostlyResultTest::packed
                : CostlyResultTest::list;
        assertRefused(map(type, MANY, key));
    }

    /** They meet in a table of the size that it grows to, and not two have one hash code. */
    @Test
    void hashtable_ofKeysThatShareAChain_isRefused() {
        assertRefused(map(Hashtable.class, 30_000, i -> i * (12 * (1 << 12) - 1)));
    }

    @Test
    void immutableSet_ofOneHashCode_isRefused() {
        Object[] elements =
                IntStream.range(0, MANY).mapToObj(CostlyResultTest::packed).toArray();
        assertRefused(value("java.util.ImmutableCollections$SetN", elements));
    }

    /** Each bucket is wanted twice only, but the buckets form one row. */
    @Test
    void immutableSet_ofNeighbours_isRefused() {
        Object[] elements = new Object[MANY];
        for (int i = 0; i < MANY; i++) {
            elements[i] = i < MANY / 2 ? i : i - MANY / 2 + 2 * MANY;
        }
        assertRefused(value("java.util.ImmutableCollections$SetN", elements));
    }

    /** A map that asks for no hash codes hands its keys to one that does. */
    @Test
    void properties_ofIdentityMap_isRefused() {
        IdentityHashMap<Object, Object> keys = new IdentityHashMap<>();
        for (int i = 0; i < MANY / 4; i++) {
            keys.put(list(i), "");
        }
        assertRefused(value("java.util.Properties", null, keys));
        assertRefused(value("java.util.ImmutableCollections$MapN", keys));
    }

    @Test
    void keySet_ofOneHashCode_isRefused() {
        Object[] elements =
                IntStream.range(0, MANY).mapToObj(CostlyResultTest::list).toArray();
        assertRefused(value("java.util.concurrent.ConcurrentHashMap$KeySetView", true, elements));
    }

    @Test
    void queue_ofOneLongText_isRefused() {
        String text = "x".repeat(MANY);
        assertRefused(body((e, out) -> {
            named(e, out, PriorityQueue.class);
            e.put(out, null);
            out.writeVarInt(MANY, true);
            for (int i = 0; i < MANY; i++) {
                e.put(out, text);
            }
        }));
    }

    @Test
    @SuppressWarnings("StringCopy") // two that are equal and not the same
    void set_ofTwoEqualLongTexts_isRefused() {
        String text = "x".repeat(MANY);
        String same = new String(text.toCharArray());
        assertRefused(collection(HashSet.class, MANY, i -> i % 2 == 0 ? text : same));
    }

    @Test
    void set_ofOneLargeNumber_isRefused() {
        BigInteger number = BigInteger.ONE.shiftLeft(8 * MANY);
        assertRefused(collection(HashSet.class, MANY, i -> number));
    }

    @Test
    void sortedSet_ofLargeDecimals_isRefused() {
        BigInteger digits = BigInteger.TEN.pow(MANY);
        assertRefused(body((e, out) -> {
            named(e, out, TreeSet.class);
            e.put(out, null);
            out.writeVarInt(2, true);
            e.put(out, new BigDecimal(digits, 1));
            e.put(out, new BigDecimal(digits.multiply(BigInteger.TWO).add(BigInteger.ONE), 1));
        }));
    }

    /** Each level asks the one below twice: 2^40 questions for one comparison. */
    @ParameterizedTest
    @ValueSource(classes = {TreeSet.class, TreeMap.class})
    void sorted_byComparatorsThatShareComparators_isRefused(Class<?> type) {
        Comparator<String> comparator = Comparator.naturalOrder();
        for (int i = 0; i < 40; i++) {
            comparator = comparator.thenComparing(comparator);
        }
        Comparator<String> tower = comparator;
        assertRefused(body((e, out) -> {
            named(e, out, type);
            e.put(out, tower);
            out.writeVarInt(1, true);
            e.put(out, "a");
            e.put(out, "a");
        }));
    }

    @Test
    void pattern_ofManyMarksInAnyOrder_isRefused() {
        assertRefused(value(
                "java.util.regex.Pattern",
                "a" + "\u0301\u0316\u0327\u0323\u0302\u0308\u0330".repeat(4),
                Pattern.CANON_EQ));
    }

    @Test
    void pattern_ofManyGroups_isRefused() {
        String groups = "(".repeat(3000) + "a|".repeat(MANY) + ")*".repeat(3000);
        assertRefused(value("java.util.regex.Pattern", groups, 0));
    }

    @Test
    void manyPatternsOfOneText_areRefused() {
        assertRefused(manyOf("java.util.regex.Pattern", "[ab]".repeat(60), 0));
    }

    @Test
    void manyFormatsOfOneText_areRefused() {
        assertRefused(manyOf("java.text.MessageFormat", "{0,date}".repeat(30), Locale.ROOT));
    }

    private Body manyOf(String type, @Nullable Object... parts) {
        return body((e, out) -> {
            named(e, out, ArrayList.class);
            out.writeVarInt(MANY, true);
            for (int i = 0; i < MANY; i++) {
                named(e, out, type);
                out.writeVarInt(parts.length, true);
                for (Object part : parts) {
                    e.put(out, part);
                }
            }
        });
    }

    @Test
    void exceptions_ofOneLongMessage_areRefused() {
        String message = "\u0007".repeat(50_000);
        assertRefused(collection(ArrayList.class, 5000, i -> {
            Throwable thrown = new IllegalStateException(message);
            thrown.setStackTrace(new StackTraceElement[0]);
            return thrown;
        }));
    }

    @Test
    void exceptions_ofLongFrames_areRefused() {
        String name = "\u0007".repeat(50_000);
        StackTraceElement frame = new StackTraceElement(name, name, name, name, name, name, 1);
        StackTraceElement[] stack = new StackTraceElement[1000];
        Arrays.fill(stack, frame);
        assertRefused(collection(ArrayList.class, 100, i -> {
            Throwable thrown = new IllegalStateException();
            thrown.setStackTrace(stack);
            return thrown;
        }));
    }

    @Test
    void arrayOfManyDimensions_isRefused() {
        Body body = body((e, out) -> {
            out.writeVarInt(NEW_NAME, true);
            e.putText(out, "[".repeat(200) + "Ljava.lang.String;");
            out.writeVarInt(NEW_OBJECT, true);
            out.writeVarInt(0, true);
        });
        assertThatThrownBy(() -> host.decodeValue(body)).hasMessageContaining("is not among those");
    }

    // Honest results that come near.

    @Test
    @SuppressWarnings("JdkObsolete") // users hold such tables
    void honestCollections_areRead() {
        Set<Object> numbers = new HashSet<>();
        Map<Object, Object> points = new HashMap<>();
        Map<Object, Object> table = new Hashtable<>();
        Set<Object> copied = new CopyOnWriteArraySet<>();
        for (int i = 0; i < 30_000; i++) {
            numbers.add(i * 4096);
            points.put(List.of(i / 300, i % 300), i);
            table.put("name " + i, (long) i << 20);
        }
        for (int i = 0; i < 2000; i++) {
            copied.add("element " + i);
        }
        Comparator<String> order = Comparator.comparing(String::length, Comparator.<Integer>reverseOrder())
                .thenComparing(Comparator.naturalOrder())
                .reversed();
        Set<String> sorted = new TreeSet<>(Comparator.<String>naturalOrder().reversed());
        sorted.addAll(table.keySet().stream().map(Object::toString).toList());
        assertThat(order).isNotNull();
        for (Object honest : List.of(
                numbers,
                points,
                table,
                copied,
                sorted,
                Set.copyOf(numbers),
                new TreeMap<>(Map.of(new BigDecimal("1.5"), 1, new BigDecimal("1e300"), 2)),
                Collections.nCopies(1_000_000, "x"))) {
            assertThat(returned(honest)).isEqualTo(honest);
        }
    }

    @Test
    void honestPatternsAndExceptions_areRead() {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            values.add(Pattern.compile("^([a-z]+)(\\d{1,3})?(foo|bar|baz)*$" + i));
            values.add(new java.text.MessageFormat("{0,date} at {1,number,#.##}: {2} of {3}" + i));
            values.add(new IllegalStateException("number " + i, new RuntimeException("cause")));
        }
        assertThat((List<?>) returned(values)).hasSize(900);
    }
}
