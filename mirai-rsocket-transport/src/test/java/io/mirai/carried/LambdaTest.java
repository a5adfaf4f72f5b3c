package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.Task;
import io.mirai.TaskFunction;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
final class LambdaTest {

    private final transient TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    static final class Plain {
        int count = 3;
        final List<String> names = new ArrayList<>(List.of("a", "b"));
    }

    interface Word extends Supplier<String>, Serializable {}

    /** Has no constructor without arguments, and is not Serializable. */
    static class Service {
        private final int factor;
        protected final String name = "service";

        Service(int factor) {
            this.factor = factor;
        }

        Task<Integer> times(int x) {
            return () -> factor * x;
        }

        Task<String> anonymous(String suffix, int[] numbers) {
            return new Task<>() {
                private final int own = 7;

                @Override
                public String call() {
                    return name + suffix + numbers.length + own + factor;
                }
            };
        }

        Task<String> local(String suffix) {
            class Local implements Task<String> {
                @Override
                public String call() {
                    return suffix + name;
                }
            }
            return new Local();
        }

        final class Inner implements Task<Integer> {
            @Override
            public Integer call() {
                return factor;
            }
        }

        int answer() {
            return factor + 1;
        }

        static int fixed() {
            return 11;
        }
    }

    static final class Sub extends Service {
        private final double factor = 0.5;

        Sub() {
            super(21);
        }

        double own() {
            return factor;
        }
    }

    @Test
    void run_withCapturedLocals_returnsValue() throws Exception {
        int x = 5;
        long l = 1L << 40;
        double d = 0.25;
        boolean b = true;
        char c = 'c';
        byte by = -3;
        short s = -4;
        float f = 1.5f;
        String y = "seven";
        assertThat(sides.run(() -> x * y.length() + " " + l + " " + d + b + c + by + s + f))
                .isEqualTo("25 1099511627776 0.25truec-3-41.5");
    }

    @Test
    void run_withPlainObject_returnsValue() throws Exception {
        Plain plain = new Plain();
        assertThat(sides.run(() -> plain.names + " " + plain.count)).isEqualTo("[a, b] 3");
    }

    @Test
    void ship_anyTask_usesClassesOfSession() throws Exception {
        Task<?> shipped = sides.ship(() -> Plain.class.getClassLoader()).task();
        assertThat(shipped.getClass().getClassLoader()).isSameAs(sides.sessionClasses);
        assertThat(shipped.call()).isSameAs(sides.sessionClasses);
    }

    @Test
    void run_lambdaThatCapturesThis_seesItsFields() throws Exception {
        assertThat(sides.run(new Service(6).times(7))).isEqualTo(42);
    }

    @Test
    void run_anonymousClassWithThisAndLocals_seesBoth() throws Exception {
        assertThat(sides.run(new Service(6).anonymous("!", new int[3]))).isEqualTo("service!376");
    }

    @Test
    void run_localAndInnerClass_seeTheirOuterObject() throws Exception {
        assertThat(sides.run(new Service(6).local("a "))).isEqualTo("a service");
        assertThat(sides.run(new Service(9).new Inner())).isEqualTo(9);
    }

    @Test
    void run_fieldHiddenBySubclass_keepsBoth() throws Exception {
        Sub sub = new Sub();
        assertThat(sides.run(() -> sub.own() + sub.answer())).isEqualTo(22.5);
    }

    @Test
    void run_methodReferences_areCalled() throws Exception {
        Service service = new Service(4);
        assertThat(sides.run(service::answer)).isEqualTo(5);
        assertThat(sides.run(Service::fixed)).isEqualTo(11);
        assertThat(sides.run("text"::length)).isEqualTo(4);
        assertThat(sides.run(ArrayList::new)).isEqualTo(List.of());
    }

    @Test
    void run_lambdaInsideObjectInsideLambda_isCalled() throws Exception {
        int x = 3;
        TaskFunction<Integer, Integer> inner = n -> n * x;
        Map<String, TaskFunction<Integer, Integer>> byName = Map.of("f", inner);
        Task<Integer> outer = () -> byName.get("f").apply(14);
        assertThat(sides.run(() -> outer.call() + 1)).isEqualTo(43);
    }

    @Test
    void run_lambdaAsResult_comesBackAlive() throws Exception {
        int x = 3;
        Word word = (Word) sides.run(() -> {
            Word inDaemon = () -> "w" + x;
            return inDaemon;
        });
        assertThat(word.get()).isEqualTo("w3");
    }

    @Test
    @SuppressWarnings("unchecked")
    void run_treeMapWithLambdaAsComparator_keepsOrderBothWays() throws Exception {
        int sign = -1;
        TreeMap<String, Integer> map =
                new TreeMap<>((Comparator<String> & Serializable) (a, b) -> sign * a.compareTo(b));
        map.put("a", 1);
        map.put("b", 2);
        TreeMap<String, Integer> back = (TreeMap<String, Integer>) sides.run(() -> {
            map.put("c", 3);
            return map;
        });
        back.put("d", 4);
        assertThat(back.keySet()).containsExactly("d", "c", "b", "a");
    }

    @Test
    @SuppressWarnings("unchecked")
    void run_comparatorsOfJdk_compareBothWays() throws Exception {
        Function<String, Integer> length = (Function<String, Integer> & Serializable) String::length;
        Comparator<String> order = Comparator.comparing(length)
                .thenComparing(Comparator.reverseOrder())
                .thenComparing(Comparator.nullsFirst((Comparator<String> & Serializable) (a, b) -> a.compareTo(b)))
                .reversed();
        Comparator<String> back = (Comparator<String>) sides.run(() -> order);
        List<String> words = new ArrayList<>(List.of("b", "ccc", "a", "dd"));
        words.sort(back);
        assertThat(words).containsExactly("ccc", "dd", "a", "b");
    }

    @Test
    void ship_twice_takesFreshSnapshots() throws Exception {
        int[] counter = {1};
        List<String> list = new ArrayList<>();
        Task<String> task = () -> counter[0] + list.toString();
        Task<?> first = sides.ship(task).task();
        counter[0] = 2;
        list.add("later");
        Task<?> second = sides.ship(task).task();
        assertThat(first.call()).isEqualTo("1[]");
        assertThat(second.call()).isEqualTo("2[later]");
    }

    @Test
    void ship_sameLambdaWithOtherCapture_takesEachCapture() throws Exception {
        for (int i = 0; i < 5; i++) {
            int captured = i;
            assertThat(sides.run(() -> captured)).isEqualTo(i);
        }
    }

    @Test
    void close_ofCodecs_letsGoOfUserClasses() throws Exception {
        WeakReference<ClassLoader> classes = usedAndDropped();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(classes.get()).isNull();
        });
    }

    private static WeakReference<ClassLoader> usedAndDropped() throws Exception {
        try (TwoSides dropped = new TwoSides()) {
            Plain plain = new Plain();
            Word word = () -> "w" + plain.count;
            assertThat(dropped.run(() -> word.get() + plain.names)).isEqualTo("w3[a, b]");
            return new WeakReference<>(dropped.sessionClasses);
        }
    }

    @Test
    void decodeTask_withNamedValues_bringsThem() {
        var body = sides.host.encodeTask(() -> 1, Map.of("x", List.of(1, 2), "y", "text"));
        assertThat(sides.daemon.decodeTask(body).values()).isEqualTo(Map.of("x", List.of(1, 2), "y", "text"));
    }

    /** A writeReplace that submits a task itself. */
    static final class Reentrant implements Serializable {
        private static final long serialVersionUID = 1;
        static TwoSides again;
        final int value;

        Reentrant(int value) {
            this.value = value;
        }

        private Object writeReplace() throws Exception {
            int seen = value;
            return again.run(() -> "inner " + seen);
        }
    }

    @Test
    void encodeTask_withinEncodeTask_works() throws Exception {
        Reentrant.again = sides;
        Object[] holder = {new Reentrant(5), new Reentrant(6)};
        assertThat(sides.run(() -> holder[0] + " " + holder[1])).isEqualTo("inner 5 inner 6");
    }
}
