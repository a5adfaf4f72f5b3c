package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.MiraiNotSerializable;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import io.mirai.testing.Bounds;
import io.mirai.testing.KeptInputs;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a result: read, or refused by the one documented exception, at a cost in proportion to their number.
 * What the list does not name is not touched. The search for more
 * inputs is {@link StrangerResultFuzz} and its neighbours.
 */
@Tag("jdk")
final class AnyResultTest {

    private static final TwoSides SIDES =
            new TwoSides(new ResultClasses(Set.of(ListedClassesTest.Pair.class.getName()), Set.of()));

    static void ofStranger(byte[] bytes) {
        readValue(SIDES.host.forStrangers(), bytes);
        assertThat(Tripwires.Touched.by).isNull();
    }

    static void ofDaemonOfThisHost(byte[] bytes) {
        readValue(SIDES.host, bytes);
        String touched = Tripwires.Touched.by;
        assertThat(touched == null || !touched.equals(Tripwires.Plain.class.getName() + " was constructed"))
                .isTrue();
    }

    static void failure(byte[] bytes) {
        Bounds.check(bytes.length, () -> {
            TaskFailure failure = SIDES.host.forStrangers().decodeFailure(Body.of(bytes));
            assertThat(failure.exception().toString()).isNotNull();
        });
        assertThat(Tripwires.Touched.by).isNull();
    }

    /** All in one, and this way first: what is read as of this host's own may touch what strangers may not. */
    @Test
    void anyBytes_asResult_areBounded() throws Exception {
        List<byte[]> inputs = Stream.concat(values(), KeptInputs.of(AnyResultTest.class, "results"))
                .toList();
        assertThat(inputs).hasSizeGreaterThan(300);
        inputs.forEach(AnyResultTest::ofStranger);
        Stream.concat(failures(), KeptInputs.of(AnyResultTest.class, "failures"))
                .forEach(AnyResultTest::failure);
        inputs.forEach(AnyResultTest::ofDaemonOfThisHost);
    }

    private static void readValue(Codec codec, byte[] bytes) {
        Bounds.check(bytes.length, () -> {
            try {
                codec.decodeValue(Body.of(bytes));
            } catch (MiraiNotSerializable e) {
                assertThat(e).hasMessageStartingWith("The result cannot be rebuilt on the host: ");
            }
        });
    }

    // What the search begins with: all that an honest daemon writes, and what it should not.

    static Stream<byte[]> values() throws Exception {
        List<Object> values = new ArrayList<>(tripwires());
        Stream.of(JdkValueTest.values(), JdkValueTest.times(), JdkValueTest.more())
                .flatMap(cases -> cases)
                .forEach(each -> values.add(each.value()));
        JdkCollectionTest.collections().forEach(each -> values.add(each.value()));
        FailureTest.exceptions().forEach(values::add);
        values.add(new ListedClassesTest.Pair(1, List.of(2)));
        Stream<byte[]> bombs = BombTest.bombs().map(BombTest.Bomb::bytes);
        return Stream.concat(values.stream().flatMap(AnyResultTest::encoded), bombs);
    }

    private static Stream<byte[]> encoded(Object value) {
        try {
            return Stream.of(bytes(SIDES.encodeValue(value)));
        } catch (MiraiNotSerializable e) {
            return Stream.of(); // some of the cases travel to the daemon only
        }
    }

    static Stream<byte[]> failures() throws Exception {
        Throwable tripwire = (Throwable) there(Tripwires.Failure.class);
        return Stream.concat(FailureTest.exceptions(), Stream.of(tripwire))
                .map(thrown -> bytes(SIDES.encodeFailure(thrown)));
    }

    private static byte[] bytes(Body body) {
        byte[] all = new byte[(int) body.length()];
        int at = 0;
        for (byte[] chunk : body.chunks()) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    /** Objects of the daemon's own copies of these classes: the host's stay untouched. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum of the daemon's
    private static List<Object> tripwires() throws Exception {
        Class<? extends Enum> constant = classThere(Tripwires.Constant.class).asSubclass(Enum.class);
        var made = classThere(Tripwires.Lambdas.class).getDeclaredMethod("made");
        made.setAccessible(true);
        return Arrays.asList(
                there(Tripwires.Plain.class),
                new Object[] {there(Tripwires.Plain.class), there(Tripwires.Elements.class)},
                there(Tripwires.Elements.class),
                there(Tripwires.Entries.class),
                new TreeSet<>((Comparator<?>) there(Tripwires.Order.class)),
                there(Tripwires.Failure.class),
                new ArrayList<>(List.of(classThere(Tripwires.Value.class), constant)),
                EnumSet.allOf(constant),
                constant.getEnumConstants()[1],
                made.invoke(null));
    }

    private static Class<?> classThere(Class<?> type) throws ClassNotFoundException {
        return Class.forName(type.getName(), false, SIDES.sessionClasses);
    }

    private static Object there(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = classThere(type).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }
}
