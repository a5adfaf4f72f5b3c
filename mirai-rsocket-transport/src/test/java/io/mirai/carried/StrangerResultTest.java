package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mirai.MiraiNotSerializable;
import io.mirai.Task;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.HostCodec;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger may answer to a host that has an application, in a directory, and a library, in a jar. */
@Tag("jdk")
final class StrangerResultTest {

    private static final String TOUCHED = "mirai.test.touched";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path directory;

    private static URL[] classPath = {};

    private final URLClassLoader there = new URLClassLoader(classPath, StrangerResultTest.class.getClassLoader());
    private final URLClassLoader here = new URLClassLoader(classPath, StrangerResultTest.class.getClassLoader());
    private final DaemonCodec daemon = new DaemonCodec(there, LambdaShapes.NONE);
    private final HostCodec host = new HostCodec(here, new ResultClasses(Set.of(), Set.of()));

    @BeforeAll
    static void compile() throws IOException {
        Path app = Files.createDirectories(directory.resolve("an app"));
        Elsewhere.compile(
                app,
                Map.of(
                        "app.Job",
                        """
                        package app;
                        import java.io.Serializable;
                        public final class Job implements io.mirai.Task<Object> {
                            public Object call() { return null; }
                            public interface Made extends java.util.function.Supplier<String>, Serializable {}
                            public static Object lambda() { return (Made) () -> "made"; }
                            public static Object localTask() {
                                return (io.mirai.Task<String>) () -> "task";
                            }
                        }
                        """,
                        "app.Fit",
                        """
                        package app;
                        import java.io.*;
                        public record Fit(double a, Object kind) {
                            public Fit() { this(1, Kind.GOOD); }
                            public enum Kind { GOOD, BAD { } }
                            public record Part(Fit[] fits) { public Part() { this(new Fit[] {new Fit()}); } }
                            public static class Plain { int a = 3; public String toString() { return "a" + a; } }
                            public static class Failed extends RuntimeException {
                                String text = "plain";
                                public Failed() {}
                                public Failed(String text) { this.text = text; }
                                public String getMessage() { return text; }
                            }
                            public static class Reading implements Serializable {
                                private void readObject(ObjectInputStream in) throws Exception { Touch.by("read"); }
                            }
                            public static class BelowReading extends Reading {}
                            public static class Writing implements Serializable {
                                private void writeObject(ObjectOutputStream out) throws Exception {}
                            }
                            public static class NoData implements Serializable {
                                private void readObjectNoData() {}
                            }
                            public static class Resolving implements Serializable {
                                private Object readResolve() { Touch.by("resolved"); return this; }
                            }
                            public static class Replacing implements Serializable {
                                private Object writeReplace() { return this; }
                            }
                            public static class External implements Externalizable {
                                public void writeExternal(ObjectOutput out) {}
                                public void readExternal(ObjectInput in) { Touch.by("external"); }
                            }
                            public static class Finalized {
                                protected void finalize() { Touch.by("finalized"); }
                            }
                            static class Touch {
                                static void by(String what) { System.setProperty("mirai.test.touched", what); }
                            }
                        }
                        """));
        Path lib = Files.createDirectories(directory.resolve("lib"));
        Elsewhere.compile(
                lib,
                Map.of(
                        "lib.Gadget",
                        """
                        package lib;
                        import java.io.*;
                        public class Gadget implements Serializable {
                            static { System.setProperty("mirai.test.touched", "initialised"); }
                            public static final Gadget INSTANCE = new Gadget();
                            public static final Object LOCK = new Object();
                            public int hashCode() { System.setProperty("mirai.test.touched", "hashed"); return 1; }
                            public static class Reading extends Gadget {
                                private void readObject(ObjectInputStream in) {
                                    System.setProperty("mirai.test.touched", "read");
                                }
                            }
                            public enum Level { LOW; static { System.setProperty("mirai.test.touched", "level"); } }
                            public record Pair(int a) { public Pair() { this(1); } }
                            static class NotPublic {}
                            private static class Around { public static class Nested {} }
                            public static class Failed extends RuntimeException {}
                            public static Object anonymous() { return new Object() { int a = 1; }; }
                        }
                        """,
                        "lib.NotPublic",
                        "package lib; class NotPublic { public static class Nested {} }"));
        Path jar = directory.resolve("lib.jar");
        Elsewhere.pack(lib, jar);
        classPath = new URL[] {app.toUri().toURL(), jar.toUri().toURL()};
    }

    @AfterEach
    void close() throws IOException {
        System.clearProperty(TOUCHED);
        there.close();
        here.close();
    }

    private Object made(String name) throws ReflectiveOperationException {
        return made(there, name);
    }

    private static Object made(ClassLoader loader, String name) throws ReflectiveOperationException {
        Constructor<?> constructor = loader.loadClass(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private Body answer(@Nullable Object value) {
        Body body = daemon.encodeValue(daemon.session(), Body.MAX_BYTES, value);
        System.clearProperty(TOUCHED);
        return body;
    }

    private Object read(Codec codec, @Nullable Object value) {
        return Objects.requireNonNull(codec.forStrangers().decodeValue(answer(value)));
    }

    private void submit(Codec codec) throws ReflectiveOperationException {
        assertThat(codec.encodeTask((Task<?>) made(here, "app.Job"), Map.of()).length())
                .isPositive();
    }

    private void assertRefused(@Nullable Object value, String why, String allow) {
        assertThatThrownBy(() -> read(host, value))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageStartingWith("The result cannot be rebuilt on the host: ")
                .hasMessageContaining(why)
                .hasMessageEndingWith("; build the profile with Daemons.builder().allow(" + allow + ")");
        assertThat(System.getProperty(TOUCHED)).isNull();
    }

    // The code of tasks.

    @ParameterizedTest
    @ValueSource(strings = {"app.Fit", "app.Fit$Part", "app.Fit$Plain", "app.Fit$Failed"})
    void class_besideTheCodeOfATask_isRead(String name) throws Exception {
        Object value = made(name);
        assertThat(catchThrowable(() -> read(host, value))).hasMessageContaining(name.replace('$', '.') + ".class");
        submit(host);
        assertThat(read(host, value).getClass()).isSameAs(here.loadClass(name));
        Object[] array = (Object[]) java.lang.reflect.Array.newInstance(value.getClass(), 1);
        array[0] = value;
        assertThat(read(host, new Object[] {array, value.getClass(), array.getClass()}))
                .isInstanceOf(Object[].class);
    }

    @Test
    void class_besideALambdaThatIsATask_isRead() throws Exception {
        Object task = here.loadClass("app.Job").getMethod("localTask").invoke(null);
        host.encodeTask((Task<?>) task, Map.of());
        assertThat(read(host, made("app.Fit"))).hasToString(made("app.Fit").toString());
    }

    /** An object that no daemon runs says nothing of where the code is. */
    @Test
    void class_besideAnObjectThatIsNoCode_isRefused() throws Exception {
        host.encodeElement(made(here, "app.Fit$Plain"));
        assertRefused(made("app.Fit"), "app.Fit", "app.Fit.class");
    }

    @Test
    void class_ofAHomeOfItsOwn_isThatOfTheHome() throws Exception {
        HostCodec other = new HostCodec(
                StrangerResultTest.class.getClassLoader(), new ResultClasses(Set.of(), Set.of("app.Fit$R")));
        Codec home = other.readingFor(here);
        submit(home);
        assertThat(read(home, made("app.Fit")).getClass()).isSameAs(here.loadClass("app.Fit"));
        assertThat(read(home, made("app.Fit$Reading")).getClass()).isSameAs(here.loadClass("app.Fit$Reading"));
        Object pair = made("lib.Gadget$Pair");
        assertThat(catchThrowable(() -> read(home, pair))).hasMessageContaining("lib.Gadget.Pair.class");
        assertThat(other.readingFor(here).forStrangers()).isSameAs(home.forStrangers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Reading", "BelowReading", "Writing", "NoData", "Resolving", "Replacing", "External", "Finalized"
            })
    void class_besideTheCodeOfATaskWithMethods_isRefused(String name) throws Exception {
        submit(host);
        assertRefused(made("app.Fit$" + name), "serialization methods", "app.Fit." + name + ".class");
    }

    @Test
    void lambda_besideTheCodeOfATask_isRefused() throws Exception {
        submit(host);
        Object lambda = there.loadClass("app.Job").getMethod("lambda").invoke(null);
        assertRefused(lambda, "a lambda is read only of daemons that this host started", "app.Job.class");
    }

    @Test
    void class_thatWasTypedIntoJshell_belongsToTheCodeThatWasTyped() {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            Object value = typed(shell, "record Fit(int a) {}", "io.mirai.carried.Listed.typed = new Fit(3);");
            Object task =
                    typed(shell, "io.mirai.Task<Integer> task = () -> 1;", "io.mirai.carried.Listed.typed = task;");
            ClassLoader loader = value.getClass().getClassLoader();
            DaemonCodec elsewhere = new DaemonCodec(loader, LambdaShapes.NONE);
            Body body = elsewhere.encodeValue(elsewhere.session(), Body.MAX_BYTES, value);
            Codec codec = host.readingFor(loader);
            assertThat(catchThrowable(() -> codec.forStrangers().decodeValue(body)))
                    .isInstanceOf(MiraiNotSerializable.class);
            codec.encodeTask((Task<?>) task, Map.of());
            assertThat(codec.forStrangers().decodeValue(body)).isEqualTo(value);
            assertThat(host.forStrangers().decodeValue(body)).isEqualTo(value);
        }
    }

    private static Object typed(JShell shell, String... lines) {
        for (String line : lines) {
            assertThat(shell.eval(line))
                    .allMatch(event -> event.exception() == null && event.status() == Snippet.Status.VALID);
        }
        return Objects.requireNonNull(Listed.typed);
    }

    /** As jshell's loader does: its classes have no code source. */
    @Test
    void class_fromNoCodeSource_belongsToTheCodeThatItsLoaderMade() throws Exception {
        try (InMemory typed = new InMemory(classPath)) {
            Task<?> job = (Task<?>) made(typed, "app.Job");
            HostCodec other =
                    new HostCodec(StrangerResultTest.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()));
            assertThat(job.getClass().getProtectionDomain().getCodeSource().getLocation())
                    .isNull();
            other.encodeTask(job, Map.of());
            assertThat(read(other.readingFor(typed), made("app.Fit")).getClass())
                    .isSameAs(typed.loadClass("app.Fit"));
            assertThat(read(other, made("app.Fit")).getClass()).isSameAs(typed.loadClass("app.Fit"));
            Object pair = made("lib.Gadget$Pair");
            assertThat(catchThrowable(() -> read(other, pair))).hasMessageContaining("lib.Gadget.Pair.class");
        }
    }

    /** Makes the classes of the application itself, without a code source; the library's are of its parent. */
    private static final class InMemory extends URLClassLoader {

        InMemory(URL[] classPath) {
            super(
                    new URL[] {classPath[0]},
                    new URLClassLoader(new URL[] {classPath[1]}, StrangerResultTest.class.getClassLoader()));
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = Objects.requireNonNull(in).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException | NullPointerException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    // What is not on the list.

    @Test
    void class_ofALibrary_isRefusedUntouched() throws Exception {
        submit(host);
        assertRefused(made("lib.Gadget"), "lib.Gadget", "lib.Gadget.class");
        assertRefused(made("lib.Gadget$Reading"), "lib.Gadget$Reading", "lib.Gadget.Reading.class");
        assertRefused(List.of(1, made("lib.Gadget$Reading")), "lib.Gadget$Reading", "lib.Gadget.Reading.class");
        assertRefused(Set.of(made("lib.Gadget")), "lib.Gadget", "lib.Gadget.class");
        Class<?> level = there.loadClass("lib.Gadget$Level");
        assertRefused(level.getEnumConstants()[0], "lib.Gadget$Level", "lib.Gadget.Level.class");
        assertRefused(level, "lib.Gadget$Level", "lib.Gadget.Level.class");
    }

    @Test
    void constant_ofALibrary_isRefusedUntouched() throws Exception {
        submit(host);
        for (String name : List.of("INSTANCE", "LOCK")) {
            Object constant = there.loadClass("lib.Gadget").getField(name).get(null);
            Object held = name.equals("LOCK") ? new Holder(constant) : constant;
            assertThat(catchThrowable(() -> read(host, held))).as(name).isInstanceOf(MiraiNotSerializable.class);
            assertThat(System.getProperty(TOUCHED)).isNull();
        }
    }

    record Holder(Object lock) {}

    @Test
    void proxy_ofAnything_isRefused() throws Exception {
        submit(host);
        Object proxy = java.lang.reflect.Proxy.newProxyInstance(
                there, new Class<?>[] {java.util.concurrent.Callable.class}, new Handler());
        assertRefused(proxy, "a dynamic proxy is read only of daemons", "java.util.concurrent.Callable.class");
    }

    record Handler() implements java.lang.reflect.InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, java.lang.reflect.Method method, Object @Nullable [] arguments) {
            System.setProperty(TOUCHED, "called");
            return null;
        }
    }

    // The cure.

    /** Each is compiled as it stands in the message. */
    @Test
    void refusal_ofAnyClass_printsALineThatCompiles() throws Exception {
        Path out = Files.createDirectories(directory.resolve("cures"));
        Files.createDirectories(out.resolve("lib"));
        Pattern line = Pattern.compile("Daemons\\.builder\\(\\)\\.allow\\((.*)\\)$");
        Map<String, String> cures = Map.of(
                "lib.Gadget", "lib.Gadget.class",
                "lib.Gadget$Pair", "lib.Gadget.Pair.class",
                "lib.Gadget$NotPublic", "\"lib.Gadget$NotPublic\"",
                "lib.Gadget$Around$Nested", "\"lib.Gadget$Around$Nested\"",
                "lib.Gadget$1", "\"lib.Gadget$1\"",
                "lib.NotPublic", "\"lib.NotPublic\"",
                "lib.NotPublic$Nested", "\"lib.NotPublic$Nested\"",
                "app.Fit$Kind", "app.Fit.Kind.class");
        for (Map.Entry<String, String> each : cures.entrySet()) {
            Class<?> type = there.loadClass(each.getKey());
            Throwable refusal = catchThrowable(() -> read(host, type));
            assertThat(refusal).isInstanceOf(MiraiNotSerializable.class);
            Matcher found = line.matcher(String.valueOf(refusal.getMessage()));
            assertThat(found.find()).as(refusal.getMessage()).isTrue();
            assertThat(found.group(1)).isEqualTo(each.getValue());
            String cure = "import io.mirai.Daemons; class Cure { Object o = " + found.group() + "; }";
            Elsewhere.compile(withLibrary(out), Map.of("Cure", cure));
        }
    }

    /** The compiler looks for the library where it writes. */
    private static Path withLibrary(Path out) throws IOException {
        for (String from : List.of("lib", "an app")) {
            try (var files = Files.walk(directory.resolve(from))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy =
                            out.resolve(directory.resolve(from).relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return out;
    }

    // Exceptions.

    @Test
    void exception_ofALibrary_isItsStandIn() throws Exception {
        submit(host);
        Throwable thrown = new IllegalStateException("outer", (Throwable) made("lib.Gadget$Failed"));
        TaskFailure failure = host.forStrangers().decodeFailure(failed(thrown));
        assertThat(failure.className()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.exception())
                .isNotInstanceOf(IllegalStateException.class)
                .hasToString(thrown.toString());
        assertThat(failure.exception().getCause()).hasToString("lib.Gadget$Failed");
        assertThat(System.getProperty(TOUCHED)).isNull();
    }

    private Body failed(Throwable thrown) {
        Body body = daemon.encodeFailure(daemon.session(), TaskFailure.Kind.THROWN, thrown);
        System.clearProperty(TOUCHED);
        return body;
    }

    @Test
    void exception_besideTheCodeOfATask_isRebuiltUnlessItsTextWouldBeObeyed() throws Exception {
        submit(host);
        Class<?> type = there.loadClass("app.Fit$Failed");
        for (String text : List.of("plain", "red \u001b[31m")) {
            Throwable thrown = (Throwable) type.getConstructor(String.class).newInstance(text);
            TaskFailure failure = host.forStrangers().decodeFailure(failed(thrown));
            boolean itself = failure.exception().getClass() == here.loadClass("app.Fit$Failed");
            assertThat(itself).isEqualTo(text.equals("plain"));
            assertThat(failure.exception().toString()).doesNotContain("\u001b");
            assertThat(String.valueOf(failure.message())).doesNotContain("\u001b");
        }
    }
}
