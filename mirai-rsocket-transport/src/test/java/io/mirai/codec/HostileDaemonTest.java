package io.mirai.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import com.sun.management.ThreadMXBean;
import io.mirai.MiraiNotSerializable;
import io.mirai.codec.form.NumberedTypes;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.spi.Body;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that no honest daemon writes: each is well-formed, and wants more than its bytes stand for. */
@Tag("jdk")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileDaemonTest {

    private static final int NEW_NAME = 1;
    private static final int NEW_OBJECT = 1;
    private static final int FIRST_REFERENCE = 2;
    private static final int FIRST_POSITION = NumberedTypes.FIRST + NumberedTypes.COUNT;
    private static final int LARGE = 30_000;
    private static final long MAX_PER_BYTE = 160;

    private final ClassLoader classes = HostileDaemonTest.class.getClassLoader();
    private final HostCodec host = new HostCodec(classes, new ResultClasses(Set.of(), Set.of()));
    private final EnginePool daemon = new EnginePool(Direction.toHost(classes, new SerialConfigs()));

    private Body body(Engine.Writing graph) {
        return Doors.write(daemon, "The body", graph);
    }

    private Object returned(Object value) {
        return Objects.requireNonNull(host.decodeValue(body((e, out) -> e.put(out, value))));
    }

    /** The beginning of an object whose class is named for the first time if nth is 0. */
    private static void named(Engine e, Output out, String name, int nth) {
        if (nth == 0) {
            out.writeVarInt(NEW_NAME, true);
            e.putText(out, name);
        } else {
            out.writeVarInt(FIRST_POSITION, true);
        }
        begin(e, out);
    }

    private static int numbered(Engine e, Output out, Class<?> type) {
        out.writeVarInt(numberOf(type), true);
        return begin(e, out);
    }

    /** The number by which it can be referred to. */
    private static int begin(Engine e, Output out) {
        out.writeVarInt(NEW_OBJECT, true);
        return e.references.addWrittenObject(new Object());
    }

    private static int numberOf(Class<?> type) {
        return Objects.requireNonNull(NumberedTypes.byClass(type)).getId();
    }

    private void assertRefusedCheaply(Body body) {
        assertRefusedCheaply(body, "to rebuild it would cost far more than its bytes stand for");
    }

    private void assertRefusedCheaply(Body body, String why) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThatThrownBy(() -> host.decodeValue(body))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining(why);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan(4 * 1024 * 1024 + MAX_PER_BYTE * body.length());
    }

    @Test
    void decodeValue_manyQueuesOfLargeCapacity_isRefused() {
        int queues = 6000;
        assertRefusedCheaply(body((e, out) -> {
            numbered(e, out, ArrayList.class);
            out.writeVarInt(queues, true);
            for (int i = 0; i < queues; i++) {
                named(e, out, ArrayBlockingQueue.class.getName(), i);
                out.writeVarInt(Math.max(1, 5 * (queues - i) - 100), true);
                out.writeVarInt(0, true);
            }
        }));
    }

    @Test
    void decodeValue_arraysThatEachDeclareAllThatIsLeft_isRefused() {
        assertRefusedCheaply(
                body((e, out) -> {
                    for (int i = 0; i < 200; i++) {
                        numbered(e, out, Object[].class);
                        out.writeVarInt(2 * LARGE, true);
                    }
                    out.writeBytes(new byte[2 * LARGE]);
                }),
                "the lengths that it declares sum up to more than its bytes");
    }

    @Test
    void decodeValue_manyBuildersOfOneText_isRefused() {
        assertRefusedCheaply(sharing(5000, "java.lang.StringBuilder", "x".repeat(LARGE)));
    }

    @Test
    void decodeValue_manyBigIntegersOfOneArray_isRefused() {
        byte[] digits = new byte[LARGE];
        digits[0] = 1;
        assertRefusedCheaply(sharing(5000, "java.math.BigInteger", digits));
    }

    @Test
    void decodeValue_manyBitSetsOfOneArray_isRefused() {
        long[] bits = new long[LARGE / 8];
        bits[bits.length - 1] = 1;
        assertRefusedCheaply(sharing(5000, "java.util.BitSet", bits));
    }

    @Test
    void decodeValue_manyListsOfOneArray_isRefused() {
        Object[] elements = new Object[LARGE];
        assertRefusedCheaply(sharing(5000, "java.util.ImmutableCollections$ListN", true, elements));
    }

    @Test
    void decodeValue_manyPropertiesOfOneMap_isRefused() {
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            entries.put("key" + i, "");
        }
        assertRefusedCheaply(sharing(5000, "java.util.Properties", null, entries));
    }

    /** A list of values made from the same parts: the last is written once, and referred to thereafter. */
    private Body sharing(int count, String type, @Nullable Object... parts) {
        return body((e, out) -> {
            numbered(e, out, ArrayList.class);
            out.writeVarInt(count, true);
            for (int i = 0; i < count; i++) {
                named(e, out, type, i);
                out.writeVarInt(parts.length, true);
                for (Object part : parts) {
                    e.put(out, part);
                }
            }
        });
    }

    @Test
    void decodeValue_buffersOutsideTheHeap_areBuffersOnTheHeap() {
        byte[] content = new byte[LARGE];
        long before = directBytes();
        Object decoded = host.decodeValue(sharing(2000, "java.nio.ByteBuffer", content, 0, LARGE, true, true, false));
        assertThat(directBytes() - before).isLessThan(16L * LARGE);
        assertThat((List<?>) decoded).hasSize(2000).allMatch(b -> b instanceof ByteBuffer buffer && !buffer.isDirect());
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void decodeValue_honestSharing_isRead() {
        byte[] large = new byte[10 * 1024 * 1024];
        List<Object> ten = new ArrayList<>(Collections.nCopies(10, large));
        for (int i = 0; i < 1000; i++) {
            ten.add(Optional.of(large));
            ten.add(List.of(large));
            ten.add(new ArrayList<>(List.of(large, "x")));
        }
        List<?> back = (List<?>) returned(ten);
        assertThat(back).hasSize(ten.size());
        assertThat(back.get(9)).isSameAs(back.get(0));
    }

    @Test
    void decodeValue_mapsWithTheSameKeys_isRead() {
        List<Map<String, Set<List<Integer>>>> rows = new ArrayList<>();
        List<Integer> numbers = Collections.nCopies(50, 7).stream().toList();
        String name = "a rather long name of a column".repeat(20);
        for (int i = 0; i < 10_000; i++) {
            rows.add(Map.of(name, Set.of(numbers), "number " + i, Set.of()));
        }
        assertThat(returned(rows)).isEqualTo(rows);
    }

    /** Sets that hold the two sets of the next level each: to hash the first asks the last 2^40 times. */
    @Test
    void decodeValue_setsThatShareSets_isRefused() {
        assertRefusedCheaply(body((e, out) -> doubling(e, out, HashSet.class, 40)));
    }

    /** The same through lists, which only the set at the top hashes. */
    @Test
    void decodeValue_setOfListsThatShareLists_isRefused() {
        assertRefusedCheaply(body((e, out) -> {
            numbered(e, out, HashSet.class);
            out.writeVarInt(1, true);
            doubling(e, out, ArrayList.class, 40);
        }));
    }

    @Test
    void decodeValue_immutableSetOfListsThatShareLists_isRefused() {
        assertRefusedCheaply(body((e, out) -> {
            named(e, out, "java.util.ImmutableCollections$SetN", 0);
            out.writeVarInt(1, true);
            doubling(e, out, ArrayList.class, 40);
        }));
    }

    /** Collections of two each, which share those of the next level. */
    private static void doubling(Engine e, Output out, Class<?> type, int levels) {
        numbered(e, out, type);
        out.writeVarInt(2, true);
        writePair(e, out, type, levels);
    }

    private static int[] writePair(Engine e, Output out, Class<?> type, int levels) {
        int first = numbered(e, out, type);
        out.writeVarInt(levels == 0 ? 1 : 3, true);
        e.put(out, 1);
        int[] shared = levels == 0 ? new int[0] : writePair(e, out, type, levels - 1);
        int second = numbered(e, out, type);
        out.writeVarInt(shared.length, true);
        for (int id : shared) {
            out.writeVarInt(numberOf(type), true);
            out.writeVarInt(id + FIRST_REFERENCE, true);
        }
        return new int[] {first, second};
    }

    @Test
    void decodeValue_listsThatShareLists_isRead() {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            list = new ArrayList<>(List.of(list, list));
        }
        assertThat((List<?>) returned(list)).hasSize(2);
    }

    @Test
    void decodeValue_urlInSet_isRefusedWithCure() {
        Body body = body((e, out) -> {
            numbered(e, out, HashSet.class);
            out.writeVarInt(1, true);
            named(e, out, "java.net.URL", 0);
            out.writeVarInt(1, true);
            e.put(out, "http://a.test/");
        });
        assertThatThrownBy(() -> host.decodeValue(body))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("URL")
                .hasMessageContaining("put a URI");
    }

    @Test
    void decodeValue_urlInsideKey_isRefusedWithCure() {
        Body body = body((e, out) -> {
            numbered(e, out, HashMap.class);
            out.writeVarInt(1, true);
            numbered(e, out, ArrayList.class);
            out.writeVarInt(1, true);
            named(e, out, "java.net.URL", 0);
            out.writeVarInt(1, true);
            e.put(out, "http://a.test/");
            e.put(out, 1);
        });
        assertThatThrownBy(() -> host.decodeValue(body))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("put a URI");
    }

    @Test
    void decodeValue_urlInList_isRead() throws Exception {
        java.net.URL url = java.net.URI.create("http://a.test/").toURL();
        Object back = returned(new ArrayList<>(List.of(url)));
        assertThat(((List<?>) back).get(0)).hasToString("http://a.test/");
    }

    // Classes.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.mirai.Daemons",
                "io.mirai.Mirai",
                "[Lio.mirai.Daemons;",
                "[[Lio.mirai.codec.HostCodec;",
                "io.mirai.codec.HostileDaemonTest$Inner",
                "io.mirai.task.Submission",
                "io.mirai.form.CallableTask",
                "sun.security.util.KnownOIDs",
                "javax.annotation.processing.Completions"
            })
    void decodeValue_ofClassNotForResults_isRefused(String name) {
        Body body = body((e, out) -> {
            out.writeVarInt(NEW_NAME, true);
            e.putText(out, name);
            e.putText(out, "ONE");
        });
        initialised = false;
        assertThatThrownBy(() -> host.decodeValue(body))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageMatching(
                        ".*(is not among those that results may contain|stands for something of this JVM).*");
        assertThat(initialised).isFalse();
    }

    private static volatile boolean initialised;

    enum Inner {
        ONE;

        static {
            initialised = true;
        }
    }

    @Test
    void decodeValue_enumSetOfInnerEnum_isRefused() {
        Body body = sharing(1, "java.util.EnumSet", Inner.class, new Object[0]);
        initialised = false;
        assertThatThrownBy(() -> host.decodeValue(body))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("is not among those that results may contain");
        assertThat(initialised).isFalse();
    }

    interface Shipped extends java.util.function.Supplier<String>, java.io.Serializable {}

    @Test
    void decodeValue_lambdaOfOurOwnClass_isRefused() {
        Shipped lambda = () -> "ran";
        assertThatThrownBy(() -> returned(lambda))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("is not among those that results may contain");
    }

    @Test
    void decodeValue_valuesOfTheApi_areRead() {
        Object outcome = new io.mirai.Outcome.Value<>("x");
        assertThat(returned(outcome)).isEqualTo(outcome);
        assertThat(returned(io.mirai.ErrorCode.TOO_LARGE)).isSameAs(io.mirai.ErrorCode.TOO_LARGE);
        assertThat(returned(new io.mirai.MiraiTooLarge("x"))).isInstanceOf(io.mirai.MiraiTooLarge.class);
    }

    // Exceptions.

    @Test
    void decodeFailure_exceptionWithControlCharacters_showsThemEscaped() {
        RuntimeException thrown = new IllegalStateException("red \u001b[31m\nnext\tline");
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("a\u001bB", "m\u0007", "F\u0000", 1)});
        TaskFailure failure = host.decodeFailure(Failures.encode(daemon, TaskFailure.Kind.THROWN, thrown));
        assertThat(failure.exception()).isInstanceOf(IllegalStateException.class);
        assertThat(failure.exception()).hasMessage("red \\u001b[31m\nnext\tline");
        assertThat(failure.exception().getStackTrace()[0].toString())
                .contains("\\u001b", "\\u0007", "\\u0000")
                .doesNotContain("\u001b", "\u0007", "\u0000");
    }

    @Test
    void decodeFailure_exceptionOfLongMessage_isCut() {
        RuntimeException thrown = new IllegalStateException("x".repeat(200_000));
        TaskFailure failure = host.decodeFailure(Failures.encode(daemon, TaskFailure.Kind.THROWN, thrown));
        assertThat(failure.exception()).isInstanceOf(IllegalStateException.class);
        assertThat(String.valueOf(failure.exception().getMessage()).length()).isLessThan(70_000);
    }

    /** An honest daemon leaves out a graph over 1 MiB; one that does not is not believed. */
    @Test
    void decodeFailure_graphOverItsLimit_isText() {
        RuntimeException thrown = new IllegalStateException("x".repeat(2 * 1024 * 1024));
        byte[] graph = new byte[(int) body((e, out) -> e.put(out, thrown)).length()];
        int at = 0;
        for (byte[] chunk : body((e, out) -> e.put(out, thrown)).chunks()) {
            System.arraycopy(chunk, 0, graph, at, chunk.length);
            at += chunk.length;
        }
        Body body = body((e, out) -> {
            out.writeByte(0);
            FailureText.write(e, out, thrown);
            out.writeVarInt(graph.length, true);
            out.writeBytes(graph);
        });
        TaskFailure failure = host.decodeFailure(body);
        assertThat(failure.className()).isEqualTo(IllegalStateException.class.getName());
        assertThat(failure.exception()).isInstanceOf(RemoteThrowable.class);
    }

    @Test
    void decodeValue_manyRandomsWithPendingNumber_allocateLittle() {
        Body body = body((e, out) -> {
            numbered(e, out, ArrayList.class);
            out.writeVarInt(1000, true);
            for (int i = 0; i < 1000; i++) {
                named(e, out, "java.util.Random", i);
                out.writeVarInt(2, true);
                e.put(out, (long) i);
                e.put(out, 1);
            }
        });
        assertRefusedCheaply(body, "its pending Gaussian number");
    }

    @Test
    void returned_randomWithPendingNumberLongAgo_continuesItsSequence() {
        Random random = new Random(7);
        random.nextGaussian();
        for (int i = 0; i < 1000; i++) {
            random.nextInt();
        }
        Random back = (Random) returned(random);
        assertThat(back.nextGaussian()).isEqualTo(random.nextGaussian());
        assertThat(back.nextLong()).isEqualTo(random.nextLong());
    }
}
