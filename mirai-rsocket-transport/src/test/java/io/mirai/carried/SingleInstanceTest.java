package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Objects that only {@code ==} tells from others, where a constant holds them. */
final class SingleInstanceTest {

    sealed interface Fit permits None, Line {}

    static final class None implements Fit {
        static final Fit INSTANCE = new None();

        private None() {}
    }

    record Line(double slope) implements Fit {}

    /** A class whose constants are of a class inside it. */
    static final class Json {
        static final Object NULL = new Null();
        static final Object UNDEFINED = new Null();

        private static final class Null {}
    }

    /** Marks what is not there by an object of no class of its own. */
    static class Cache {
        private static final Object ABSENT = new Object();

        private final Map<String, Object> found = new HashMap<>();
        private Object last = ABSENT;

        void miss(String key) {
            found.put(key, ABSENT);
        }

        boolean isMissing(String key) {
            return found.get(key) == ABSENT && last == ABSENT;
        }
    }

    static final class OwnCache extends Cache {}

    /** Is no constant. */
    static final class Token {}

    private static void assertSame(Object one, Task<Object> there) throws Exception {
        try (TwoSides sides = new TwoSides()) {
            assertThat(sides.ship(there).task().call()).isEqualTo(true);
            assertThat(sides.returned(one)).isSameAs(one);
            assertThat(sides.run(() -> one)).isSameAs(one);
        }
    }

    @Test
    void run_constantOfItsClass_isTheConstant() throws Exception {
        Fit none = None.INSTANCE;
        assertSame(none, () -> none == None.INSTANCE);
    }

    @Test
    void run_constantOfTheClassAround_isTheConstant() throws Exception {
        Object one = Json.NULL;
        Object other = Json.UNDEFINED;
        assertSame(one, () -> one == Json.NULL && other == Json.UNDEFINED);
    }

    @Test
    void run_markersOfTheHolder_areTheMarkers() throws Exception {
        for (Cache cache : List.of(new Cache(), new OwnCache())) {
            cache.miss("a");
            try (TwoSides sides = new TwoSides()) {
                assertThat(sides.run(() -> cache.isMissing("a"))).isEqualTo(true);
                assertThat(((Cache) sides.returned(cache)).isMissing("a")).isTrue();
            }
        }
    }

    @Test
    void run_noConstant_isOneObjectForAllThatReferToIt() throws Exception {
        Token token = new Token();
        List<Object> twice = List.of(token, token, new Object());
        Predicate<List<?>> one = list -> list.get(0) == list.get(1) && list.get(0) != list.get(2);
        try (TwoSides sides = new TwoSides()) {
            List<?> back = (List<?>) sides.run(() -> twice);
            assertThat(one.test(back)).isTrue();
            assertThat(back.get(0)).isInstanceOf(Token.class).isNotSameAs(token);
        }
    }
}
