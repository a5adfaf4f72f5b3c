package io.mirai.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.util.IntArray;
import io.mirai.SerialConfig;
import io.mirai.codec.rules.Carried;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine that failed is as good as a new one, and goes back to its pool. */
final class EnginePoolTest {

    private static final int TIMES = 100;
    private static final int LIMIT = 1_000_000;
    private static final ClassLoader CLASSES = EnginePoolTest.class.getClassLoader();
    private static final Object SHARED = new Named("shared");

    private final AtomicInteger made = new AtomicInteger();
    private final SerialConfigs configs = new SerialConfigs();
    private final EnginePool writers =
            pool(() -> Direction.toDaemon(CLASSES, Carried.UNHEARD, configs, LambdaShapes.NONE));
    private final EnginePool readers = pool(() -> Direction.toDaemon(CLASSES, configs, LambdaShapes.NONE));

    EnginePoolTest() {
        configs.set(List.of(SerialConfig.ofAll(Handed.class, Handed::bytes, Handed::of)));
    }

    private EnginePool pool(Supplier<Direction> direction) {
        return new EnginePool(() -> {
            made.incrementAndGet();
            return Engine.make(direction.get(), LIMIT);
        });
    }

    // ---- Values ----

    private record Named(String name) implements Serializable {}

    private record Pair(@Nullable Object left, @Nullable Object right) implements Serializable {}

    private record Handed(String name) {

        static byte[] bytes(List<Handed> all) {
            if (all.contains(new Handed("broken"))) {
                throw new IllegalStateException("not these");
            }
            return String.join(",", all.stream().map(Handed::name).toList()).getBytes(StandardCharsets.UTF_8);
        }

        static List<Handed> of(byte[] bytes) {
            return Stream.of(new String(bytes, StandardCharsets.UTF_8).split(",", -1))
                    .map(Handed::new)
                    .toList();
        }
    }

    /** Fails in its own method, half written, half read, or when all has been read. */
    private static final class Delicate implements Serializable, ObjectInputValidation {

        private static final long serialVersionUID = 1;
        private static boolean failsToRead;
        private static boolean failsToValidate;

        private final boolean failsToWrite;

        Delicate(boolean failsToWrite) {
            this.failsToWrite = failsToWrite;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeObject(SHARED);
            if (failsToWrite) {
                throw new IOException("half written");
            }
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            in.registerValidation(this, 0);
            if (failsToRead) {
                throw new IOException("half read");
            }
            in.readObject();
        }

        @Override
        public void validateObject() {
            if (failsToValidate) {
                throw new IllegalStateException("not valid");
            }
        }
    }

    /** Sends another object, and becomes another where it arrives. */
    private record Replaced(@Nullable Object by) implements Serializable {

        private Object writeReplace() {
            return new Pair(SHARED, by);
        }
    }

    private record Resolved(boolean fails) implements Serializable {

        private Object readResolve() {
            if (fails) {
                throw new IllegalStateException("not resolved");
            }
            return SHARED;
        }
    }

    private record Gone(String name) implements Serializable {

        @Nullable
        private Object readResolve() {
            return null;
        }
    }

    private static Object sound() {
        Pair cycle = new Pair(SHARED, new ArrayList<>(List.of(SHARED, "text", 12)));
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(SHARED, cycle);
        map.put(List.of(SHARED), new HashSet<>(Set.of("in a set")));
        return new ArrayList<>(Arrays.asList(
                cycle,
                cycle,
                map,
                new Delicate(false),
                new Replaced("by"),
                new Resolved(false),
                new Handed("a"),
                new Handed("b"),
                (Supplier<Object> & Serializable) () -> SHARED));
    }

    private static List<Object> broken(Object culprit) {
        Object cycle = new ArrayList<>();
        return new ArrayList<>(Arrays.asList(new Pair(SHARED, cycle), SHARED, culprit, SHARED));
    }

    private static Body write(EnginePool pool, @Nullable Object value) {
        return Doors.write(pool, "The body", (engine, out) -> engine.put(out, value));
    }

    private static @Nullable Object read(EnginePool pool, Body body) {
        return Doors.read(pool, body, "It", Engine::get);
    }

    private byte[] soundBytes() {
        return write(writers, sound()).chunks().get(0);
    }

    private static int openInKryo(EnginePool pool) {
        return Objects.requireNonNull(pool.<Integer>use(engine -> {
            try {
                Field ids = Kryo.class.getDeclaredField("readReferenceIds");
                ids.setAccessible(true);
                return ((IntArray) ids.get(engine)).size;
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("Kryo has another field", e);
            }
        }));
    }

    // ---- Writing ----

    static List<Object> unwritable() {
        return List.of(
                broken(new Thread()),
                broken(new Delicate(true)),
                broken(new Replaced(new Thread())),
                broken(Map.of("key", new Thread())),
                broken(new Handed("broken")),
                broken(Collections.singletonList(new byte[LIMIT])),
                broken((Supplier<Object>) () -> SHARED));
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void write_thatFails_leavesTheEngineAsNew(Object value) {
        byte[] before = soundBytes();
        for (int i = 0; i < TIMES; i++) {
            assertThatThrownBy(() -> write(writers, value)).isInstanceOf(RuntimeException.class);
        }
        assertThat(soundBytes()).isEqualTo(before);
        assertThat(made).hasValue(1);
    }

    @Test
    void write_ofALambdaThatIsRefused_isRefusedAgain() {
        Carried inMemoryOnly = new Carried() {
            @Override
            public void object(Class<?> type) {}

            @Override
            public void named(Class<?> type) {}

            @Override
            public void lambda(Class<?> lambda, String capturingClass) {
                throw new Refusal(lambda, "in memory only");
            }
        };
        EnginePool pool = pool(() -> Direction.toDaemon(CLASSES, inMemoryOnly, configs, LambdaShapes.NONE));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> write(pool, (Supplier<Object> & Serializable) () -> SHARED))
                    .hasMessageContaining("in memory only");
        }
    }

    @Test
    void write_tooDeep_costsTheEngine() {
        Object deep = new Object[0];
        for (int i = 0; i < 100_000; i++) {
            deep = new Object[] {deep};
        }
        Object value = deep;
        byte[] before = soundBytes();
        assertThatThrownBy(() -> write(writers, value)).hasMessageContaining("nested so deeply");
        assertThat(soundBytes()).isEqualTo(before);
        assertThat(made).hasValue(2);
    }

    // ---- Reading ----

    private void assertReadsWell() {
        List<?> all = (List<?>) Objects.requireNonNull(read(readers, write(writers, sound())));
        Pair pair = (Pair) Objects.requireNonNull(all.get(0));
        assertThat(all.get(1)).isSameAs(pair);
        assertThat(((Map<?, ?>) Objects.requireNonNull(all.get(2))).get(SHARED)).isSameAs(pair);
        assertThat(((Map<?, ?>) all.get(2)).get(List.of(SHARED))).isEqualTo(Set.of("in a set"));
        assertThat(pair).isEqualTo(((List<?>) sound()).get(0));
        assertThat(all.get(4)).isEqualTo(new Pair(SHARED, "by"));
        assertThat(all.get(5)).isEqualTo(SHARED);
        assertThat(all.subList(6, 8)).isEqualTo(List.of(new Handed("a"), new Handed("b")));
        assertThat(((Supplier<?>) all.get(8)).get()).isEqualTo(SHARED);
    }

    @Test
    void read_ofABodyCutAnywhere_leavesTheEngineAsNew() {
        byte[] whole = soundBytes();
        int engines = made.get();
        for (int length = 0; length < whole.length; length++) {
            Body cut = Body.of(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(readers, cut)).isInstanceOf(RuntimeException.class);
            assertReadsWell();
        }
        assertThat(openInKryo(readers)).isZero();
        assertThat(made).hasValue(engines + 1);
    }

    @Test
    void read_whereUserCodeFails_leavesTheEngineAsNew() {
        Body halfRead = write(writers, broken(new Delicate(false)));
        Body unresolved = write(writers, broken(new Resolved(true)));
        int engines = made.get();
        for (int i = 0; i < TIMES; i++) {
            Delicate.failsToRead = true;
            assertThatThrownBy(() -> read(readers, halfRead)).hasMessageContaining("half read");
            Delicate.failsToRead = false;
            Delicate.failsToValidate = true;
            assertThatThrownBy(() -> read(readers, halfRead)).hasMessageContaining("not valid");
            Delicate.failsToValidate = false;
            assertThatThrownBy(() -> read(readers, unresolved)).hasMessageContaining("not resolved");
        }
        assertReadsWell();
        assertThat(openInKryo(readers)).isZero();
        assertThat(made).hasValue(engines + 1);
    }

    @Test
    void read_ofWhatResolvesToNull_leavesTheEngineAsNew() {
        Pair around = new Pair(new Gone("away"), "here");
        Body body = write(writers, new ArrayList<>(List.of(around, around)));
        List<?> read = (List<?>) Objects.requireNonNull(read(readers, body));
        assertThat(read.get(0)).isEqualTo(new Pair(null, "here")).isSameAs(read.get(1));
        assertThat(openInKryo(readers)).isZero();
    }
}
