package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mirai.MiraiNotSerializable;
import io.mirai.Task;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be carried: the message names class, path and cure. */
@Tag("jdk")
final class RefusalTest {

    private final TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    static final class Outer {
        final Service service = new Service();
    }

    static final class Service {
        final ExecutorService executor = new ThreadPoolExecutor(
                0, 1, 1, java.util.concurrent.TimeUnit.SECONDS, new java.util.concurrent.LinkedBlockingQueue<>());
    }

    static final class OrderService {
        @SuppressWarnings("UnusedVariable") // it is in the way
        private final Thread worker = new Thread();

        private final int price = 3;

        Task<Integer> direct() {
            return () -> price + 1;
        }

        Task<Integer> copied() {
            int copy = price;
            return () -> copy + 1;
        }

        Task<Integer> reference() {
            return this::total;
        }

        int total() {
            return price;
        }

        Task<Integer> anonymous() {
            return new Task<>() {
                private static final long serialVersionUID = 1;

                @Override
                public Integer call() {
                    return price;
                }
            };
        }
    }

    static final class Worker extends Thread {}

    static final class Throwing implements Serializable {
        private static final long serialVersionUID = 1;

        private Object writeReplace() {
            throw new IllegalStateException("not today");
        }
    }

    static final class Link {
        Link next;
    }

    record Ring(List<Object> members) {}

    private MiraiNotSerializable refusedTask(Task<?> task) {
        MiraiNotSerializable error =
                catchThrowableOfType(MiraiNotSerializable.class, () -> sides.host.encodeTask(task, Map.of()));
        assertThat(error).isNotNull().hasMessageStartingWith("The task cannot be carried to a daemon: ");
        return error;
    }

    private MiraiNotSerializable refusedResult(Object value) {
        MiraiNotSerializable error = catchThrowableOfType(MiraiNotSerializable.class, () -> sides.encodeValue(value));
        assertThat(error).isNotNull().hasMessageStartingWith("The result cannot be carried to the host: ");
        return error;
    }

    @Test
    void encodeTask_withExecutorTwoFieldsDown_namesPathAndCure() {
        Outer outer = new Outer();
        assertThat(refusedTask(() -> outer.service))
                .hasMessageContaining("lambda in RefusalTest, captured variable 1 -> Outer.service -> Service.executor"
                        + " (java.util.concurrent.ThreadPoolExecutor): threads, executors")
                .hasMessageContaining("make it inside the task, or mark the field transient");
    }

    @Test
    void encodeTask_lambdaThatCapturesThis_saysSo() {
        String cure = "copy the field that it needs into a local variable before it";
        OrderService service = new OrderService();
        assertThat(refusedTask(service.direct()))
                .hasMessageContaining("the lambda captures this (OrderService)")
                .hasMessageContaining(cure)
                .hasMessageContaining("OrderService.worker (java.lang.Thread)");
        assertThat(refusedTask(service.reference())).hasMessageContaining("captures this (OrderService)");
        sides.host.encodeTask(service.copied(), Map.of());
    }

    @Test
    void encodeTask_anonymousClassThatCapturesThis_saysSo() {
        assertThat(refusedTask(new OrderService().anonymous()))
                .hasMessageContaining("captures its enclosing this (OrderService)")
                .hasMessageContaining("make it a static class or a lambda");
    }

    @Test
    void encodeTask_withLambdaOfPlainInterface_namesInterfaceAndCure() {
        Function<Integer, Integer> plain = x -> x + 1;
        assertThat(refusedTask(() -> plain.apply(1)))
                .hasMessageContaining("(java.util.function.Function)")
                .hasMessageContaining("functional interface is Serializable")
                .hasMessageContaining("(Function<…> & Serializable)");
    }

    @Test
    void encodeTask_withPlainLambda_printsCastThatCompiles() {
        Runnable runnable = () -> {};
        java.util.Comparator<String> comparator = (a, b) -> a.length() - b.length();
        java.util.function.IntSupplier supplier = () -> 1;
        assertThat(refusedTask(() -> runnable)).hasMessageEndingWith("(Runnable & Serializable) () -> …");
        assertThat(refusedTask(() -> comparator)).hasMessageEndingWith("(Comparator<…> & Serializable) (x, y) -> …");
        assertThat(refusedTask(() -> supplier)).hasMessageEndingWith("(IntSupplier & Serializable) () -> …");
    }

    static Stream<Object> lambdasOfJdk() {
        return Stream.of(Function.identity(), java.time.temporal.TemporalAdjusters.firstDayOfMonth());
    }

    @ParameterizedTest
    @MethodSource("lambdasOfJdk")
    void encodeTask_withLambdaOfJdk_doesNotAdviseCast(Object lambda) {
        assertThat(refusedTask(() -> lambda))
                .hasMessageContaining("call that method inside the task")
                .hasMessageNotContaining("cast");
    }

    @Test
    void encodeTask_withInnardsOfJdk_doesNotAdviseToOpenThem() {
        Object random = java.util.random.RandomGenerator.of("L64X128MixRandom");
        assertThat(refusedTask(() -> random))
                .hasMessageContaining("keeps its state to itself")
                .hasMessageNotContaining("module-info");
    }

    static Stream<DateTimeFormatter> unreadableFormatters() {
        return Stream.of(
                new DateTimeFormatterBuilder()
                        .appendPattern("dd-MMM")
                        .parseDefaulting(ChronoField.YEAR, 2000)
                        .toFormatter(java.util.Locale.US),
                new DateTimeFormatterBuilder()
                        .appendText(ChronoField.MONTH_OF_YEAR, Map.of(1L, "uno"))
                        .toFormatter());
    }

    @ParameterizedTest
    @MethodSource("unreadableFormatters")
    void encode_formatterThatHidesItself_saysWhatToDo(DateTimeFormatter formatter) {
        assertThat(refusedTask(() -> formatter))
                .hasMessageContaining("parseDefaulting, appendText with a map")
                .hasMessageContaining("build the formatter inside the task")
                .hasMessageNotContaining("@")
                .hasMessageNotContaining("$");
        assertThat(refusedResult(formatter)).hasMessageContaining("build the formatter inside the task");
    }

    static Stream<Object> living() throws IOException {
        return Stream.of(
                new Thread(),
                Thread.currentThread().getContextClassLoader(),
                new CompletableFuture<>(),
                Stream.of(1),
                List.of(1).iterator(),
                new ByteArrayInputStream(new byte[0]),
                new java.net.ServerSocket(),
                ThreadLocal.withInitial(() -> 1),
                new java.lang.ref.WeakReference<>("x"),
                new java.util.Timer(true),
                Runtime.getRuntime(),
                new Worker(),
                new java.util.concurrent.CountDownLatch(1));
    }

    @ParameterizedTest
    @MethodSource("living")
    void encode_whatLivesInOneJvm_namesClassBothWays(Object value) {
        Map<String, Object> holder = Map.of("key", value);
        String name = value.getClass().getTypeName();
        assertThat(refusedTask(() -> holder)).hasMessageContaining("[key] (" + name + ")");
        assertThat(refusedResult(Optional.of(value))).hasMessageContaining(": " + name + ": ");
    }

    @Test
    void encodeTask_objectThatThrowsWhenReplaced_saysWhat() {
        Throwing throwing = new Throwing();
        assertThat(refusedTask(() -> throwing))
                .hasMessageContaining("its own code threw java.lang.IllegalStateException: not today")
                .hasRootCauseMessage("not today");
    }

    @Test
    void encodeTask_linkedHundredThousandDeep_isReadableError() throws Exception {
        Link first = new Link();
        Link last = first;
        for (int i = 0; i < 100_000; i++) {
            last.next = new Link();
            last = last.next;
        }
        assertThat(refusedTask(() -> first)).hasMessageContaining("nested so deeply");
        assertThat(sides.run(() -> 1)).isEqualTo(1);
    }

    @Test
    void encodeValue_deeperThanReaderGoes_isRefusedOnDaemon() {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 255; i++) {
            list = new ArrayList<>(List.of(list));
        }
        assertThat(sides.returned(list)).isEqualTo(list);
        List<Object> deeper = List.of(list);
        assertThat(refusedResult(deeper)).hasMessageContaining("nested deeper than 256 levels");
    }

    @Test
    void decodeTask_withClassThatIsNotThere_namesIt() {
        Object here = new org.opentest4j.AssertionFailedError("x");
        var body = sides.host.encodeTask(() -> here, Map.of());
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> sides.daemon.decodeTask(body))
                .withMessageContaining("The task cannot be rebuilt on the daemon")
                .withMessageContaining("class org.opentest4j.AssertionFailedError cannot be loaded on the daemon");
    }

    @Test
    void run_cycleThroughRecord_isReadableError() {
        List<Object> members = new ArrayList<>();
        Ring ring = new Ring(members);
        members.add(ring);
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> sides.ship(() -> ring))
                .withMessageContaining("a cycle leads through a record");
    }

    @Test
    void decodeValue_recordThatRefusesItsValue_saysWhy() {
        byte[] bytes =
                sides.encodeValue(new ObjectTest.Positive(1)).chunks().get(0).clone();
        bytes[bytes.length - 1] = 0;
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> sides.host.decodeValue(io.mirai.spi.Body.of(bytes)))
                .withMessageContaining("not positive");
    }

    @Test
    void decodeValue_ofAnyMutation_neverFailsOtherwise() throws Exception {
        Map<String, Object> value = new java.util.LinkedHashMap<>();
        value.put("list", new ArrayList<>(List.of(1, "two", 3.0, 'c')));
        value.put("date", java.time.LocalDate.of(2026, 1, 1));
        value.put("pattern", java.util.regex.Pattern.compile("a*"));
        value.put("record", new ObjectTest.Positive(1));
        value.put("array", new int[] {1, 2, 3});
        IOException thrown = new IOException("x");
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("C", "m", "C.java", 1)});
        value.put("exception", thrown);
        value.put("format", java.time.format.DateTimeFormatter.ofPattern("yyyy"));
        value.put("random", new java.util.Random(1));
        value.put("image", new java.awt.image.BufferedImage(2, 2, 1));
        byte[] good = sides.encodeValue(value).chunks().get(0);
        for (int i = 0; i < good.length; i++) {
            for (int flip : new int[] {1, 0x40, 0x80, 0xFF}) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) flip;
                try {
                    sides.host.decodeValue(io.mirai.spi.Body.of(bad));
                } catch (MiraiNotSerializable e) {
                    assertThat(e).hasMessageStartingWith("The result cannot be rebuilt on the host: ");
                }
            }
        }
    }

    record Holding(Object held) {}

    @Test
    void encodeTask_classThatExistsInMemoryOnly_isRefusedWithPathAndCure() throws Exception {
        Class<?> type = OnlyThere.exceptionClass();
        Object object = type.getConstructor(String.class).newInstance("x");
        List<Holding> holding = List.of(new Holding(object));
        assertThat(refusedTask(() -> holding))
                .hasMessageContaining("[0] -> Holding.held (only.there.Failure)")
                .hasMessageContaining("exists in memory only")
                .hasMessageContaining("class path")
                .hasMessageContaining("SerialConfig");
        assertThat(refusedTask(() -> type)).hasMessageContaining("only.there.Failure");
        Object array = java.lang.reflect.Array.newInstance(type, 1);
        assertThat(refusedTask(() -> array)).hasMessageContaining("exists in memory only");
        assertThat(sides.run(() -> 1)).isEqualTo(1);
    }

    static final class Envelope implements Serializable {
        private static final long serialVersionUID = 1;
        Object inside = this;

        private Object writeReplace() {
            return new Object[] {inside};
        }
    }

    record Looped(List<Object> list) {}

    /** On the other side they would be referred to before they are there. */
    @Test
    void encodeTask_cycleThroughWhatIsMadeLast_isRefusedAtTheCall() {
        Envelope envelope = new Envelope();
        assertThat(refusedTask(() -> envelope))
                .hasMessageContaining("[0] (" + Envelope.class.getTypeName() + ")")
                .hasMessageContaining("a cycle leads through");
        Looped looped = new Looped(new java.util.ArrayList<>());
        looped.list().add(looped);
        assertThat(refusedTask(() -> looped))
                .hasMessageContaining("Looped.list -> [0] (" + Looped.class.getTypeName() + ")");
        List<Object> inner = new java.util.ArrayList<>();
        List<Object> immutable = List.of(inner);
        inner.add(immutable);
        assertThat(refusedTask(() -> immutable)).hasMessageContaining("a cycle leads through");
        assertThat(refusedResult(looped)).hasMessageContaining("Looped.list -> [0]");
    }
}
