package io.mirai.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiNotSerializable;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.Function;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;

/** One row of a matrix: a value, and what becomes of it on its way to a daemon and back. */
public final class Value {

    /** Checks what has become of the value. */
    @FunctionalInterface
    private interface Check {
        void on(Sides sides) throws Exception;
    }

    /** Gives the one instance of a class, on either side. */
    @FunctionalInterface
    public interface Single<T> extends Serializable {
        T get() throws Exception;
    }

    private final String name;
    private final Check check;

    private Value(String name, Check check) {
        this.name = name;
        this.check = check;
    }

    /** Arrives equal to what was sent, both ways, with class and order, and as one object where several refer to it. */
    public static Value of(String name, Object value) {
        return new Value(name, sides -> {
            Object back = Objects.requireNonNull(arrive(sides, value, object -> "").first);
            assertEqual(back, value);
        });
    }

    /**
     * Arrives equal to what was sent, both ways, and as one object; in the class or the order that its library's own
     * serialization methods choose.
     */
    public static Value equal(String name, Object value) {
        return new Value(name, sides -> {
            Twice sent = new Twice(value);
            for (Twice back : new Twice[] {cast(sides.returned(sent)), cast(sides.run(() -> sent))}) {
                assertThat(back.isOne()).as("one object").isTrue();
                assertEqual(Objects.requireNonNull(back.first), value);
            }
        });
    }

    private static void assertEqual(Object back, Object value) {
        assertThat(back.equals(value)).as("what came back equals what was sent").isTrue();
        assertThat(value.equals(back)).as("what was sent equals what came back").isTrue();
        assertThat(back.hashCode()).as("hash code").isEqualTo(value.hashCode());
    }

    /** Arrives so that this of it is the same as of what was sent, both ways; for classes that have no equals. */
    public static <T> Value by(String name, T value, View<? super T> view) {
        return new Value(name, sides -> arrive(sides, value, view));
    }

    /** Arrives as the one instance that there is of its class, both ways. */
    public static Value single(String name, Single<?> one) {
        return new Value(name, sides -> {
            Object value = one.get();
            assertThat(one.get()).isSameAs(value);
            Twice back = arrive(sides, value, object -> object == one.get());
            assertThat(back.first).isSameAs(value);
        });
    }

    /** Refers to an object that refers back to it, and arrives so. */
    public static Value cycle(String name, Function<Node, Object> holding) {
        Node node = new Node("node");
        Object value = holding.apply(node);
        node.holder = value;
        return new Value(name, sides -> arrive(sides, value, object -> ""));
    }

    /** A cycle that cannot arrive: it is refused. */
    public static Value refusedCycle(String name, Function<Node, Object> holding, String... words) {
        Node node = new Node("node");
        Object value = holding.apply(node);
        node.holder = value;
        return refused(name, value, words);
    }

    /** Is refused on its way to a daemon and on its way back, in these words among others. */
    public static Value refused(String name, Object value, String... words) {
        return new Value(name, sides -> {
            assertRefused(() -> sides.onDaemon(() -> value), words);
            assertRefused(() -> sides.returned(value), words);
        });
    }

    /** Is refused on its way to a daemon, before anything is sent, in these words among others. */
    public static Value refusedAtCall(String name, Object value, String... words) {
        return new Value(name, sides -> assertRefused(() -> sides.encode(() -> value), words));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
        AbstractThrowableAssert<?, ?> refusal = assertThatThrownBy(call).isInstanceOf(MiraiNotSerializable.class);
        for (String word : words) {
            refusal.hasMessageContaining(word);
        }
    }

    private static <T> Twice arrive(Sides sides, T value, View<? super T> view) throws Exception {
        Twice sent = new Twice(value);
        String portrait = Portrait.of(sent);
        assertThat(sides.onDaemon(() -> Portrait.of(sent)))
                .as("portrait on the daemon")
                .isEqualTo(portrait);
        assertThat(sides.onDaemon(() -> view.of(valueOf(sent))))
                .as("view on the daemon")
                .isEqualTo(view.of(value));
        Twice there = cast(sides.returned(sent));
        Twice back = cast(sides.run(() -> sent));
        for (Twice one : new Twice[] {there, back}) {
            assertThat(Portrait.of(one)).as("portrait of what came back").isEqualTo(portrait);
            assertThat(one.isOne()).as("one object").isTrue();
            assertThat(view.of(valueOf(one))).as("view of what came back").isEqualTo(view.of(value));
        }
        return back;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what was put in
    private static <T> T valueOf(Twice twice) {
        return (T) Objects.requireNonNull(twice.first);
    }

    private static Twice cast(@Nullable Object twice) {
        return (Twice) Objects.requireNonNull(twice);
    }

    void check(Sides sides) throws Exception {
        check.on(sides);
    }

    @Override
    public String toString() {
        return name;
    }
}
