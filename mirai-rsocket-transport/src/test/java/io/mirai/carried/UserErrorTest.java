package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiNotSerializable;
import io.mirai.spi.TaskFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Errors, not exceptions, that the user's own methods throw while an object is put together. */
@Tag("jdk")
final class UserErrorTest {

    private final TwoSides sides = new TwoSides();

    @BeforeEach
    void breakHere() {
        Fragile.broken = true; // the daemon has a class of its own
    }

    @AfterEach
    void close() throws Exception {
        Fragile.broken = false;
        sides.close();
    }

    static final class Fragile implements Comparable<Fragile> {
        static boolean broken;

        @Override
        public int compareTo(Fragile other) {
            fail();
            return 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Fragile;
        }

        @Override
        public int hashCode() {
            fail();
            return 1;
        }

        static void fail() {
            if (broken) {
                throw new Unspeakable();
            }
        }
    }

    /** Cannot even say what it is. */
    static final class Unspeakable extends AssertionError {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new AssertionError("no message");
        }
    }

    static final class FragileException extends RuntimeException {
        private static final long serialVersionUID = 1;
        final Set<Fragile> parts = new HashSet<>(List.of(new Fragile()));

        FragileException() {
            super("fragile");
        }
    }

    @Test
    void run_compareToThrowsErrorOnHost_isNotSerializable() {
        assertThatThrownBy(() -> sides.run(() -> new TreeSet<>(List.of(new Fragile()))))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("java.util.TreeSet")
                .hasMessageContaining(Unspeakable.class.getName())
                .hasCauseInstanceOf(Unspeakable.class);
    }

    @Test
    void run_hashCodeThrowsErrorOnHost_isNotSerializable() {
        assertThatThrownBy(() -> sides.run(() -> new HashSet<>(List.of(new Fragile()))))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasCauseInstanceOf(Unspeakable.class);
    }

    @Test
    void decodeFailure_exceptionCannotBeRebuilt_isText() throws Exception {
        TaskFailure[] failure = new TaskFailure[1];
        try {
            sides.ship(() -> {
                        throw new FragileException();
                    })
                    .task()
                    .call();
        } catch (RuntimeException thrown) {
            failure[0] = sides.failed(thrown);
        }
        assertThat(failure[0].className()).isEqualTo(FragileException.class.getName());
        assertThat(failure[0].message()).isEqualTo("fragile");
    }
}
