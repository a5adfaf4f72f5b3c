package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiNotSerializable;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What results may contain of a daemon that the host did not start. */
@Tag("jdk")
final class ListedClassesTest {

    private @Nullable TwoSides open;

    private TwoSides allowing(String... names) {
        open = new TwoSides(new ResultClasses(Set.of(names), Set.of()));
        return open;
    }

    @AfterEach
    void close() throws Exception {
        if (open != null) {
            open.close();
        }
    }

    private static void assertRefused(TwoSides sides, Object value, Class<?> culprit) {
        assertThatThrownBy(() -> sides.ofStranger(value))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining(culprit.getName())
                .hasMessageContaining("Daemons.builder().allow(\"" + culprit.getName() + "\")");
    }

    record Pair(int a, @Nullable Object b) {}

    static class Plain {
        int a = 1;
    }

    static final class Special extends Plain {
        int b = 2;
    }

    enum Level {
        LOW,
        HIGH {
            @Override
            int rank() {
                return 2;
            }
        };

        int rank() {
            return 1;
        }
    }

    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message);
        }
    }

    /** Tells when it is initialised. */
    static final class Flags {
        static volatile boolean initialised;
    }

    public static final class Tripwire {

        static {
            Flags.initialised = true;
        }

        public Tripwire() {}
    }

    enum EnumTripwire {
        ONE;

        static {
            Flags.initialised = true;
        }
    }

    static final class Lambdas {

        interface Made extends Supplier<String>, Serializable {}

        static Made made() {
            return () -> "made";
        }
    }

    @Test
    void valuesOfTheJdkAndOfTheApi_areRead() {
        TwoSides sides = allowing();
        for (Object value : List.of(
                1,
                "text",
                new int[][] {{1}, {2}},
                LocalDate.EPOCH,
                DayOfWeek.MONDAY,
                new HashMap<>(Map.of("a", List.of(1L))),
                EnumSet.of(DayOfWeek.FRIDAY),
                new TreeSet<>(Comparator.<Integer>reverseOrder()),
                new DayOfWeek[] {DayOfWeek.SUNDAY},
                String.class,
                new io.mirai.Outcome.Value<>("x"),
                io.mirai.ErrorCode.TOO_LARGE)) {
            assertThat(sides.ofStranger(value)).isEqualTo(value);
        }
    }

    @Test
    void classOutsideTheList_isRefusedWithCure() {
        TwoSides sides = allowing();
        assertRefused(sides, new Pair(1, 2), Pair.class);
        assertRefused(sides, new ArrayList<>(List.of(1, new Plain())), Plain.class);
        assertRefused(sides, new Pair[][] {{}}, Pair.class);
        assertRefused(sides, Level.LOW, Level.class);
        assertRefused(sides, Level.HIGH, Level.class);
        assertRefused(sides, Pair.class, Pair.class);
        assertRefused(sides, Pair[].class, Pair.class);
    }

    @Test
    void sameValues_ofADaemonOfThisHost_areRead() {
        TwoSides sides = allowing();
        assertThat(sides.returned(new Pair(1, Level.HIGH))).isEqualTo(new Pair(1, Level.HIGH));
        assertThat(sides.returned(Pair.class)).isEqualTo(Pair.class);
    }

    @Test
    void classThatIsNotThere_isRefusedAsAnyOther() throws Exception {
        TwoSides sides = allowing();
        Object failure = OnlyThere.exceptionClass().getConstructor(String.class).newInstance("x");
        assertThatThrownBy(() -> sides.ofStranger(failure))
                .hasMessageContaining("Daemons.builder().allow(\"only.there.Failure\")");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum of the daemon's
    void classOutsideTheList_isNotInitialised() throws Exception {
        TwoSides sides = allowing();
        Class<?> there = Class.forName(Tripwire.class.getName(), true, sides.sessionClasses);
        Class<? extends Enum> enumThere = Class.forName(EnumTripwire.class.getName(), true, sides.sessionClasses)
                .asSubclass(Enum.class);
        assertRefused(sides, there.getDeclaredConstructor().newInstance(), Tripwire.class);
        assertRefused(sides, new Object[] {there}, Tripwire.class);
        assertRefused(sides, EnumSet.allOf(enumThere), EnumTripwire.class);
        assertRefused(sides, enumThere.getEnumConstants()[0], EnumTripwire.class);
        assertThat(Flags.initialised).isFalse();
    }

    @Test
    void classThatTheHostShipped_isRead() {
        TwoSides sides = allowing();
        Pair shipped = new Pair(1, Level.HIGH);
        Failed thrown = new Failed("shipped");
        Plain[] array = new Plain[0];
        sides.host.encodeTask(() -> List.of(shipped, thrown, array), Map.of());
        assertThat(sides.ofStranger(new Pair(2, Level.LOW))).isEqualTo(new Pair(2, Level.LOW));
        assertThat(sides.ofStranger(new Pair[][] {{shipped}})).isEqualTo(new Pair[][] {{shipped}});
        assertThat(sides.ofStranger(EnumSet.allOf(Level.class))).isEqualTo(EnumSet.allOf(Level.class));
        assertThat(sides.ofStranger(thrown)).isInstanceOf(Failed.class).hasToString(thrown.toString());
        assertThat(sides.ofStranger(new Plain())).isInstanceOf(Plain.class);
    }

    @Test
    void classThatTheHostShippedAsAnElement_isReadWithoutItsSubclasses() {
        TwoSides sides = allowing();
        sides.host.encodeElement(new Plain());
        assertThat(sides.ofStranger(new Plain())).isInstanceOf(Plain.class);
        assertRefused(sides, new Special(), Special.class);
    }

    @Test
    void lambda_isReadIfItsClassIsAllowed() {
        Lambdas.Made lambda = Lambdas.made();
        TwoSides shipped = allowing();
        assertRefused(shipped, lambda, Lambdas.class);
        shipped.host.encodeTask(lambda::get, Map.of());
        assertRefused(shipped, lambda, Lambdas.class);
        TwoSides sides = allowing(Lambdas.class.getName());
        assertThat(sides.ofStranger(lambda)).isInstanceOfSatisfying(Lambdas.Made.class, made -> assertThat(made.get())
                .isEqualTo("made"));
    }

    @Test
    void allowedClass_isReadAlsoInArraysAndNested() {
        TwoSides sides = allowing(Pair[].class.getName(), Level.class.getName());
        Pair nested = new Pair(1, new Pair(2, List.of(Level.HIGH)));
        assertThat(sides.ofStranger(nested)).isEqualTo(nested);
        assertThat(sides.ofStranger(new Pair[] {nested})).isEqualTo(new Pair[] {nested});
        assertThat(sides.ofStranger(Pair[].class)).isEqualTo(Pair[].class);
        assertRefused(sides, new Pair(1, new Plain()), Plain.class);
    }

    /** What stands above an allowed class comes with it; what stands below may be anything. */
    @Test
    void allowedClass_isReadWithoutItsSubclasses() {
        assertRefused(allowing(Plain.class.getName()), new Special(), Special.class);
        assertThat(allowing(Special.class.getName()).ofStranger(new Special()))
                .isInstanceOfSatisfying(Special.class, special -> assertThat(special.a + special.b)
                        .isEqualTo(3));
    }

    @Test
    void allowedPrefix_letsAllBelowItIn() {
        open = new TwoSides(new ResultClasses(
                Set.of(), Set.of(ListedClassesTest.class.getName() + "$P", "java.", "io.mirai.codec.")));
        assertThat(open.ofStranger(new Pair(1, 2))).isEqualTo(new Pair(1, 2));
        assertThat(open.ofStranger(new Plain[1])).isEqualTo(new Plain[1]);
        assertRefused(open, Level.LOW, Level.class);
    }

    @Test
    void exceptionOutsideTheList_arrivesAsItsStandIn() {
        TwoSides sides = allowing();
        Failed thrown = new Failed("outside");
        thrown.addSuppressed(new IllegalStateException("inside"));
        TaskFailure failure = sides.host.forStrangers().decodeFailure(sides.encodeFailure(thrown));
        assertThat(failure.className()).isEqualTo(Failed.class.getName());
        assertThat(failure.exception()).isNotInstanceOf(Failed.class).hasToString(thrown.toString());
        assertThat(failure.exception().getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(failure.exception().getSuppressed()).hasSize(1);
    }

    @Test
    void exceptionOfTheListOrOfTheJdk_arrivesItself() {
        TwoSides sides = allowing(Failed.class.getName());
        for (Throwable thrown : List.of(new Failed("allowed"), new IllegalStateException("jdk"))) {
            TaskFailure failure = sides.host.forStrangers().decodeFailure(sides.encodeFailure(thrown));
            assertThat(failure.exception()).isExactlyInstanceOf(thrown.getClass());
        }
    }

    /** The rule of {@code ClassList.admitMethods}, whatever the method. */
    @SuppressWarnings({"serial", "UnusedMethod"}) // the JVM calls them
    static final class Methods {

        static class Reading implements Serializable {
            private void readObject(ObjectInputStream in) {}
        }

        static final class BelowReading extends Reading {}

        static final class Resolving implements Serializable {
            private Object readResolve() {
                return this;
            }
        }

        record ResolvingRecord(int a) implements Serializable {
            private Object readResolve() {
                return new ResolvingRecord(a + 1);
            }
        }

        public static final class External implements Externalizable {
            public External() {}

            @Override
            public void writeExternal(ObjectOutput out) {}

            @Override
            public void readExternal(ObjectInput in) {}
        }

        static final class FilledList extends ArrayList<Object> {
            private void readObject(ObjectInputStream in) {}
        }

        static final class Writing implements Serializable {
            int a = 1;

            private Object writeReplace() {
                return new Resolving();
            }
        }

        static List<Object> all() {
            return List.of(
                    new Reading(),
                    new BelowReading(),
                    new Resolving(),
                    new ResolvingRecord(1),
                    new External(),
                    new FilledList());
        }
    }

    @Test
    void classWithSerializationMethods_isReadOfADaemonOfThisHostOrIfAllowedByName() throws Exception {
        for (Object each : Methods.all()) {
            TwoSides shipped = allowing();
            shipped.host.encodeTask(() -> each, Map.of());
            assertThat(shipped.returned(each)).isInstanceOf(each.getClass());
            assertThatThrownBy(() -> shipped.ofStranger(each))
                    .isInstanceOf(MiraiNotSerializable.class)
                    .hasMessageContaining("serialization methods")
                    .hasMessageContaining(
                            "Daemons.builder().allow(\"" + each.getClass().getName() + "\")");
            shipped.close();
            TwoSides allowed = allowing(each.getClass().getName());
            assertThat(allowed.ofStranger(each)).isInstanceOf(each.getClass());
            allowed.close();
        }
        TwoSides sides = allowing();
        assertThatThrownBy(() -> sides.ofStranger(new Methods.Writing()))
                .hasMessageContaining(Methods.Resolving.class.getName());
        assertThatThrownBy(() -> sides.ofStranger(new java.text.ChoiceFormat("0#a")))
                .hasMessageContaining("java.text.ChoiceFormat");
    }
}
