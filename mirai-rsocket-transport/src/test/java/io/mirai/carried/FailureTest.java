package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Body;
import io.mirai.spi.TaskFailure;
import java.awt.HeadlessException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.WriteAbortedException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.rmi.RemoteException;
import java.rmi.ServerError;
import java.security.cert.CertPathValidatorException;
import java.sql.BatchUpdateException;
import java.sql.DataTruncation;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.FormatFlagsConversionMismatchException;
import java.util.IllegalFormatConversionException;
import java.util.IllegalFormatWidthException;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.MissingFormatArgumentException;
import java.util.MissingResourceException;
import java.util.NoSuchElementException;
import java.util.UnknownFormatConversionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.CommunicationException;
import javax.naming.NamingException;
import javax.script.ScriptException;
import javax.swing.text.BadLocationException;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.TransformerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXParseException;

/** Exceptions that a task threw, and exceptions as values. */
@Tag("jdk")
final class FailureTest {

    private final TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    /** No constructor that anybody could guess, and fields of its own. */
    static final class OrderException extends Exception {
        private static final long serialVersionUID = 1;
        final int order;
        final List<String> lines;

        OrderException(int order, List<String> lines, Throwable cause) {
            super("order " + order, cause);
            this.order = order;
            this.lines = lines;
        }

        @Override
        public String getMessage() {
            return super.getMessage() + " " + lines;
        }
    }

    static final class DatabaseException extends SQLException {
        private static final long serialVersionUID = 1;
        final String table;

        DatabaseException(String table) {
            super("broken", "42000", 7);
            this.table = table;
        }
    }

    static final class Rude extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no stack for you");
        }
    }

    static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mute() {
            super("mute");
        }

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }
    }

    static final class Nameless extends RuntimeException {
        private static final long serialVersionUID = 1;

        Nameless() {
            super("nameless");
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // users do
        public String toString() {
            throw new IllegalStateException("no text for you");
        }
    }

    /** Its message is lost on the way. */
    static final class Forgetful extends RuntimeException {
        private static final long serialVersionUID = 1;
        final transient Object memory = "memory";

        @Override
        public String getLocalizedMessage() {
            return memory.toString();
        }
    }

    static class Holding extends RuntimeException {
        private static final long serialVersionUID = 1;
        final transient Object lost = new Object();
        final Thread thread = new Thread();

        Holding() {
            super("holds a thread");
        }
    }

    static Stream<Throwable> exceptions() {
        Object object = "x";
        String text = object.toString();
        return Stream.of(
                new Throwable("plain"),
                new Exception((String) null),
                new Error("error"),
                new RuntimeException("with cause", new IOException("inner")),
                new IOException("io"),
                new FileNotFoundException("x"),
                new UncheckedIOException("unchecked", new IOException("inner")),
                new ConnectException("refused"),
                new ArithmeticException("/ by zero"),
                caught(() -> Integer.parseInt(text)),
                caught(() -> List.of().iterator().next()),
                caught(() -> new ArrayList<>(List.of(Integer.class.cast(object)))),
                caught(() -> List.of(1).get(5)),
                caught(() -> LocalDate.parse(text)),
                caught(() -> Pattern.compile(text + "(")),
                caught(() -> URI.create(text + " ")),
                new DateTimeException("date"),
                new NullPointerException("null"),
                new NoSuchFileException("a", "b", "because"),
                new AccessDeniedException("a"),
                new FileSystemLoopException("a"),
                new SQLException("sql", "42000", 17),
                new URISyntaxException("in put", "bad", 2),
                new ParseException("parse", 3),
                new MissingResourceException("missing", "C", "k"),
                new NoSuchElementException(),
                new ConcurrentModificationException(),
                new TimeoutException("late"),
                new CompletionException("done", new IOException("inner")),
                new ExecutionException("done", new IOException("inner")),
                new InvocationTargetException(new IOException("inner")),
                new InterruptedException("stop"),
                new OutOfMemoryError("heap"),
                new StackOverflowError(),
                new NoClassDefFoundError("x/Y"),
                new AssertionError("assert", new IOException("inner")),
                new OrderException(7, List.of("a"), new IOException("inner")),
                new DatabaseException("t"),
                new SQLIntegrityConstraintViolationException("sql", "23000", 1),
                new SocketTimeoutException("late"),
                new UnsupportedCharsetException("x"),
                new MalformedInputException(3),
                new IllegalFormatConversionException('d', String.class),
                new MissingFormatArgumentException(text),
                new UnknownFormatConversionException("Q"),
                new InvalidPathException("in", "why", 1),
                new HeadlessException("headless"),
                new InvalidClassException("C", "because"),
                new WriteAbortedException("aborted", new IOException("inner")),
                new EnumConstantNotPresentException(Thread.State.class, "ASLEEP"),
                new TypeNotPresentException("T", new ClassNotFoundException("T")),
                new FormatFlagsConversionMismatchException("#", 'd'),
                new IllegalFormatWidthException(3),
                new IllformedLocaleException("locale", 2),
                new HttpRetryException("retry", 302, "there"),
                new CertPathValidatorException(
                        "path", new IOException("inner"), null, -1, CertPathValidatorException.BasicReason.EXPIRED),
                new BatchUpdateException("batch", "42000", 7, new int[] {1, 2}),
                new DataTruncation(1, true, false, 3, 4),
                new CommunicationException("naming"),
                new RemoteException("remote", new IOException("inner")),
                new ServerError("server", new Error("inner")),
                new ScriptException("script", "file", 3, 4),
                new TransformerException("transform", new IOException("inner")),
                new XMLStreamException("stream", new IOException("inner")),
                new SAXParseException("parse", "public", "system", 1, 2));
    }

    private static Throwable caught(Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            return e;
        }
        throw new AssertionError("nothing thrown");
    }

    private static void assertAlike(Throwable back, Throwable original) {
        assertThat(back).hasSameClassAs(original).hasToString(original.toString());
        assertThat(back.getMessage()).isEqualTo(original.getMessage());
        assertThat(back.getStackTrace()).containsExactly(original.getStackTrace());
        assertThat(back.getSuppressed()).hasSameSizeAs(original.getSuppressed());
        if (original.getCause() == null) {
            assertThat(back.getCause()).isNull();
        } else {
            assertAlike(back.getCause(), original.getCause());
        }
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void decodeFailure_ofKnownException_rebuildsIt(Throwable thrown) {
        thrown.addSuppressed(new IOException("suppressed"));
        TaskFailure failure = sides.failed(thrown);
        assertAlike(failure.exception(), thrown);
        assertThat(failure.className()).isEqualTo(thrown.getClass().getName());
        assertThat(failure.message()).isEqualTo(thrown.getMessage());
        assertThat(failure.stackTrace()).containsExactly(thrown.getStackTrace());
        assertThat(failure.kind()).isEqualTo(TaskFailure.Kind.THROWN);
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void run_exceptionAsValue_comesBackEqual(Throwable thrown) throws Exception {
        Throwable back = (Throwable) sides.run(() -> thrown);
        assertAlike(back, thrown);
    }

    @Test
    void decodeFailure_ofExceptionWithFields_keepsThem() {
        OrderException back = (OrderException)
                sides.failed(new OrderException(7, List.of("a", "b"), null)).exception();
        assertThat(back.order).isEqualTo(7);
        assertThat(back.lines).containsExactly("a", "b");
        SQLException sql =
                (SQLException) sides.failed(new SQLException("x", "42000", 17)).exception();
        assertThat(sql.getSQLState()).isEqualTo("42000");
        assertThat(sql.getErrorCode()).isEqualTo(17);
        DatabaseException user =
                (DatabaseException) sides.failed(new DatabaseException("t")).exception();
        assertThat(user.getSQLState()).isEqualTo("42000");
        assertThat(user.table).isEqualTo("t");
        SQLException chained = new SQLException("first");
        chained.setNextException(new SQLException("second", "42001"));
        SQLException chain = (SQLException) sides.failed(chained).exception();
        assertThat(chain.getNextException().getSQLState()).isEqualTo("42001");
        BatchUpdateException batch = (BatchUpdateException)
                sides.failed(new BatchUpdateException("b", new int[] {1, 2})).exception();
        assertThat(batch.getUpdateCounts()).containsExactly(1, 2);
        NamingException unnamed = new NamingException("naming");
        unnamed.appendRemainingComponent("a/b");
        assertThat(sides.failed(unnamed).exception()).hasToString(unnamed.toString());
        NoSuchFileException file =
                (NoSuchFileException) sides.failed(new NoSuchFileException("a")).exception();
        assertThat(file.getFile()).isEqualTo("a");
    }

    @Test
    void decodeFailure_ofCyclicCause_keepsTheCycle() {
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        a.addSuppressed(b);
        Throwable back = sides.failed(a).exception();
        assertThat(back.getCause()).hasMessage("b");
        assertThat(back.getCause().getCause()).isSameAs(back);
        assertThat(back.getSuppressed()).containsExactly(back.getCause());
    }

    @Test
    void decodeFailure_ofThrowingGetMessage_saysSo() {
        TaskFailure failure = sides.failed(new Rude());
        assertThat(failure.className()).isEqualTo(Rude.class.getName());
        assertThat(failure.message()).contains("getMessage() threw java.lang.IllegalStateException");
        assertThat(failure.exception()).hasToString(Rude.class.getName() + ": " + failure.message());
    }

    @ParameterizedTest
    @ValueSource(classes = {Mute.class, Nameless.class, Forgetful.class})
    void decodeFailure_ofExceptionThatCannotPrint_isStandInThatPrints(Class<? extends Throwable> type)
            throws Exception {
        Throwable rude = type.getDeclaredConstructor().newInstance();
        for (Throwable thrown : List.of(rude, new IOException("outer", rude))) {
            StringWriter printed = new StringWriter();
            sides.failed(thrown).exception().printStackTrace(new PrintWriter(printed, true));
            assertThat(printed.toString()).contains(type.getName());
        }
    }

    @Test
    void decodeFailure_ofExceptionThatHoldsWhatCannotBeCarried_isStandIn() {
        Holding thrown = new Holding();
        Exception cause = new OrderException(1, List.of("x"), null);
        thrown.initCause(cause);
        thrown.addSuppressed(new IOException("s"));
        Throwable back = sides.failed(thrown).exception();
        assertThat(back).hasToString(thrown.toString()).isNotInstanceOf(Holding.class);
        assertThat(back.getStackTrace()).containsExactly(thrown.getStackTrace());
        assertThat(back.getCause()).hasToString(cause.toString());
        assertThat(back.getSuppressed()[0]).hasToString("java.io.IOException: s");
    }

    @Test
    void decodeFailure_ofClassMissingOnHost_isStandIn() throws Exception {
        Class<?> generated = OnlyThere.exceptionClass();
        Throwable thrown = (Throwable) generated.getConstructor(String.class).newInstance("gone");
        thrown.initCause(new IOException("inner"));
        TaskFailure failure = sides.failed(thrown);
        assertThat(failure.className()).isEqualTo("only.there.Failure");
        assertThat(failure.exception()).hasToString("only.there.Failure: gone");
        assertThat(failure.exception().getCause()).hasToString("java.io.IOException: inner");
        assertThat(failure.exception().getStackTrace()).containsExactly(thrown.getStackTrace());
    }

    @Test
    void exceptionOfJdkWithHiddenState_isCarriedToTheDaemonAndStoodInForOnTheWayBack() throws Exception {
        Exception thrown = new BadLocationException("because", 3);
        assertThat(sides.run(() -> thrown.toString())).isEqualTo(thrown.toString());
        Throwable back = sides.failed(thrown).exception();
        assertThat(back).hasToString(thrown.toString()).isNotInstanceOf(BadLocationException.class);
    }

    @Test
    void encodeFailure_ofEndlessCauses_isCut() {
        Exception last = new Exception("0");
        for (int i = 1; i < 10_000; i++) {
            last = new Exception("" + i, last);
        }
        Throwable back = sides.failed(last).exception();
        int length = 0;
        for (Throwable e = back; e != null; e = e.getCause()) {
            length++;
        }
        assertThat(length).isEqualTo(256);
    }

    @Test
    void encodeFailure_ofHugeMessage_isCut() {
        Body body = sides.encodeFailure(new Exception("x".repeat(10_000_000)));
        assertThat(body.length()).isLessThan(200_000);
        assertThat(sides.host.decodeFailure(body).message()).hasSizeLessThan(70_000);
    }

    @Test
    void encodeFailure_ofMethodsThatReturnNonsense_doesNotFail() {
        Exception nonsense = new Exception("nonsense") {
            private static final long serialVersionUID = 1;

            @Override
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[] {null};
            }

            @Override
            public synchronized Throwable getCause() {
                throw new StackOverflowError();
            }
        };
        assertThat(sides.failed(nonsense).message()).isEqualTo("nonsense");
    }

    @Test
    void decodeFailure_ofControlCharacters_escapesThem() {
        TaskFailure failure = sides.failed(new Holding() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                return "red \u001b[31m\r\nnext\tline \u202e";
            }
        });
        assertThat(failure.message()).isEqualTo("red \\u001b[31m\\u000d\nnext\tline \\u202e");
        assertThat(failure.exception()).hasMessage(failure.message());
    }

    @Test
    void decodeFailure_ofGarbage_isDescribed() {
        IOException thrown = new IOException("x");
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("C", "m", "C.java", 1)});
        byte[] good = sides.encodeFailure(thrown).chunks().get(0);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) 0x95;
            assertThat(sides.host.decodeFailure(Body.of(bad)).exception()).isNotNull();
            assertThat(sides.host
                            .decodeFailure(Body.of(java.util.Arrays.copyOf(good, i)))
                            .exception())
                    .isNotNull();
        }
        assertThat(sides.host.decodeFailure(Body.EMPTY).message()).contains("cannot be read");
    }

    static final class WithNumbers extends Exception {
        private static final long serialVersionUID = 1;
        final int[] numbers;

        WithNumbers(int[] numbers) {
            this.numbers = numbers;
        }
    }

    /** It travels beside the graph of the exception, which is a part of the failure's. */
    @Test
    void failed_withLargeArray_keepsIt() {
        int[] numbers = new int[100_000];
        numbers[99_999] = 7;
        assertThat(sides.failed(new WithNumbers(numbers)).exception())
                .isInstanceOfSatisfying(
                        WithNumbers.class, thrown -> assertThat(thrown.numbers).isEqualTo(numbers));
    }
}
