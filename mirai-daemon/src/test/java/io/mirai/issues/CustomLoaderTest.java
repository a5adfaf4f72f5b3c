package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.Task;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** User code that is on no class path, but comes from a loader of the application's own: daemons ask for all of it. */
class CustomLoaderTest {

    private static final String JOBS =
            """
            package plugin;
            import io.mirai.Task;
            import java.io.InputStream;
            import java.util.Locale;
            import java.util.ResourceBundle;
            import java.util.ServiceLoader;
            public class Jobs {
                public static Task<String> greet() {
                    return () -> ServiceLoader.load(Greeter.class).findFirst().map(Greeter::greet).orElse("nobody");
                }
                public static Task<String> slow() { return () -> Slow.say(); }
                public static Task<Integer> large() { return () -> Large.A.length() + Large.length(); }
                public record Fit(int value) {}
                public static Task<Fit> fit() { return () -> new Fit(7); }
                public static int use(Object fit) { return ((Fit) fit).value(); }
                public static Task<String> file() {
                    return () -> String.valueOf(Jobs.class.getResource("/file.txt"));
                }
                public static Task<String> text() {
                    return () -> {
                        try (InputStream in = Jobs.class.getResourceAsStream("/text/here.txt")) {
                            return new String(in.readAllBytes()) + Jobs.class.getResource("none.txt");
                        }
                    };
                }
                public static Task<String> bundle() {
                    return () -> ResourceBundle.getBundle("text.words", Locale.FRENCH).getString("yes");
                }
                public static Task<String> outside() {
                    return () -> "" + Jobs.class.getResource("/../outside.txt")
                            + Jobs.class.getClassLoader().getResource("text/../../outside.txt");
                }
            }
            """;
    private static final int LONG_TEXT = 60_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // before all
    private static ClassLoader before;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @BeforeAll
    static void compile() throws Exception {
        before = Thread.currentThread().getContextClassLoader();
        Path sources = Files.createDirectories(directory.resolve("plugin"));
        StringBuilder large = new StringBuilder("package plugin; class Large { static String A = \"a\";\n");
        for (char c = 'b'; c < 'h'; c++) {
            large.append("static String " + c + " = \"" + String.valueOf(c).repeat(LONG_TEXT) + "\";\n");
        }
        large.append("static int length() { return b.length() + g.length(); } }");
        Files.writeString(sources.resolve("Jobs.java"), JOBS);
        Files.writeString(
                sources.resolve("Greeter.java"), "package plugin; public interface Greeter { String greet(); }");
        Files.writeString(
                sources.resolve("Hello.java"),
                "package plugin; public class Hello implements Greeter { public String greet() { return \"hello\"; } }");
        Files.writeString(
                sources.resolve("Slow.java"),
                "package plugin; public class Slow { static String say() { return \"at last\"; } }");
        Files.writeString(sources.resolve("Large.java"), large);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", directory.toString()));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Files.writeString(
                Files.createDirectories(directory.resolve("META-INF/services")).resolve("plugin.Greeter"),
                "plugin.Hello");
        Files.writeString(directory.resolve("file.txt"), "of the loader");
        Path text = Files.createDirectories(directory.resolve("text"));
        Files.writeString(text.resolve("here.txt"), "of the loader, ");
        Files.writeString(text.resolve("words.properties"), "yes = yes");
        Files.writeString(text.resolve("words_fr.properties"), "yes = oui");
        Files.writeString(directory.resolveSibling("outside.txt"), "not of the loader");
    }

    @AfterAll
    static void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void resourcesOfALoader_areFound_andNothingOutsideOfIt() throws Exception {
        try (Plugins plugins = new Plugins()) {
            Thread.currentThread().setContextClassLoader(plugins);
            try (Daemons daemons = Daemons.local(1)) {
                assertThat(daemons.mirai(plugins.<String>job("greet")).collect())
                        .isEqualTo("hello");
                assertThat(daemons.mirai(plugins.<String>job("outside")).collect())
                        .isEqualTo("nullnull");
                assertThat(daemons.mirai(plugins.<String>job("text")).collect()).isEqualTo("of the loader, null");
                assertThat(daemons.mirai(plugins.<String>job("bundle")).collect())
                        .isEqualTo("oui");
            }
        }
    }

    @Test
    void classesOfALoaderThatComesLater_areFound_servicesToo() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        try (Plugins plugins = new Plugins();
                Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
            assertThat(daemons.mirai(plugins.<String>job("greet")).collect()).isEqualTo("hello");
        }
    }

    @Test
    void longClass_isKeptForTheOtherDaemonsOfTheHost() throws Exception {
        try (Plugins plugins = new Plugins();
                Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(plugins.<Integer>job("large")).collect()).isEqualTo(2 * LONG_TEXT + 1);
            Path home = Path.of(daemons.status().url().substring("unix://".length()))
                    .getParent();
            try (Stream<Path> files = Files.list(home)) {
                assertThat(files.filter(file -> file.getFileName().toString().endsWith(".code")))
                        .singleElement()
                        .satisfies(file -> assertThat(file)
                                .hasSameBinaryContentAs(
                                        directory.resolve("plugin").resolve("Large.class")));
            }
        }
    }

    @Test
    void stopInTheMiddleOfAFetch_harmsNoLaterTask() throws Exception {
        try (Plugins plugins = new Plugins("plugin/Slow.class");
                Daemons daemons = Daemons.builder()
                        .daemon(DaemonOptions.none().threads(2))
                        .start()) {
            Mirai<String> first = daemons.mirai(plugins.<String>job("slow"));
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            first.stop();
            // The daemon takes the messages of a link in their order: it has heard of the stop when this is answered.
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
            answer.countDown();
            for (int i = 0; i < 4; i++) {
                assertThat(daemons.mirai(plugins.<String>job("slow")).collect()).isEqualTo("at last");
            }
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .as("the daemon was not replaced")
                    .isEqualTo(1);
            assertThat(daemons.status().daemons().get(0).instance()).isEqualTo(1);
        }
    }

    @Test
    void filesOfAUrlClassLoader_areOnTheDaemonsClassPath() throws Exception {
        try (URLClassLoader plugins =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(plugins);
            try (Daemons daemons = Daemons.local(1)) {
                @SuppressWarnings("unchecked")
                Task<String> job = (Task<String>)
                        plugins.loadClass("plugin.Jobs").getMethod("file").invoke(null);
                assertThat(daemons.mirai(job).collect())
                        .isEqualTo(directory.resolve("file.txt").toUri().toURL().toString());
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** As Spring's DevTools have one: the classes are on the class path too. */
    @Test
    void results_areOfTheClassesThatTheTaskKnows() throws Exception {
        URL[] classes = {directory.toUri().toURL()};
        try (URLClassLoader upper = new URLClassLoader(classes, before);
                URLClassLoader one = new ChildFirst(classes, upper);
                URLClassLoader other = new ChildFirst(classes, upper)) {
            Thread.currentThread().setContextClassLoader(upper);
            try (Daemons daemons = Daemons.local(1)) {
                for (ClassLoader loader : List.of(upper, one, other)) {
                    Class<?> jobs = loader.loadClass("plugin.Jobs");
                    @SuppressWarnings("unchecked")
                    Task<Object> fit = (Task<Object>) jobs.getMethod("fit").invoke(null);
                    List<Object> fits = List.of(
                            daemons.mirai(fit).collect(),
                            daemons.cluster().submit(fit).get(),
                            daemons.everywhere(fit).collect().get(0));
                    assertThat(fits).allSatisfy(result -> assertThat(
                                    jobs.getMethod("use", Object.class).invoke(null, result))
                            .isEqualTo(7));
                }
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null
                        ? known
                        : name.startsWith("plugin.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }

    /** Does not tell where its classes lie: daemons have to ask. */
    private final class Plugins extends URLClassLoader {

        private final @Nullable String slow;

        Plugins() throws Exception {
            this(null);
        }

        Plugins(@Nullable String slow) throws Exception {
            super(new URL[] {directory.toUri().toURL()}, before);
            this.slow = slow;
        }

        @Override
        public URL[] getURLs() {
            return new URL[0];
        }

        @SuppressWarnings("unchecked")
        <T> Task<T> job(String name) throws Exception {
            return (Task<T>) loadClass("plugin.Jobs").getMethod(name).invoke(null);
        }

        /** As a daemon's question for a class is answered. */
        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            if (name.equals(slow)) {
                asked.countDown();
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return super.getResourceAsStream(name);
        }
    }
}
