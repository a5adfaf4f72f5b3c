package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module, with a module of its own beside it, run by a JVM with nothing but a module path. */
@Tag("jdk")
class ModulePathTest {

    private static final String LIBRARY =
            "module com.example.lib { exports com.example.lib; provides com.example.lib.Greeter with com.example.lib.Hello; }";
    private static final String GREETER = "package com.example.lib; public interface Greeter { String greet(); }";
    private static final String HELLO =
            """
            package com.example.lib;
            public class Hello implements Greeter { public String greet() { return "hello"; } }
            """;
    private static final String CLOSED =
            """
            module com.example.app {
                requires com.example.lib;
                requires io.mirai.daemon;
                uses com.example.lib.Greeter;
            }
            """;
    private static final String OPENS = "opens com.example.app to io.mirai.transport;";
    private static final String PROGRAM =
            """
            package com.example.app;

            import com.example.lib.Greeter;
            import io.mirai.*;
            import java.util.*;

            public class Main {
                record Point(int x, String y) {}
                enum Color { RED, GREEN }
                static class Plain { int value = 5; }

                interface Attempt { Object call() throws Exception; }

                static void say(String what, Attempt attempt) {
                    String said;
                    try {
                        said = String.valueOf(attempt.call());
                    } catch (Exception e) {
                        said = e.getClass().getSimpleName() + ": " + e.getMessage();
                    }
                    System.out.println(what + " = " + said);
                }

                public static void main(String[] args) {
                    int x = 4;
                    String text = "a";
                    List<Object> values = List.of(1, java.time.LocalDate.EPOCH, Optional.of("b"));
                    Plain plain = new Plain();
                    Point point = new Point(3, "c");
                    Color color = Color.GREEN;
                    try (Daemons daemons = Daemons.local(1)) {
                        say("primitive", () -> daemons.mirai(() -> x * 10 + new Plain().value).collect());
                        say("values", () -> daemons.mirai(() -> text + values).collect());
                        say("map", () -> daemons.map(List.of(1, 2), i -> i + x).collect());
                        say("pairs", () -> daemons.map(Map.of(2, 3), (a, b) -> a * b + x).collect());
                        say("action", () -> daemons.everywhere(() -> { System.setProperty("a", "b"); }).collect());
                        say("stream", () -> daemons.stream(() -> reactor.core.publisher.Flux.just(x, 5)).collectList().block());
                        say("chunks", () -> daemons.cluster().parLapply(List.of(1, 2), i -> i + x));
                        say("object", () -> daemons.mirai(() -> plain.value).collect());
                        say("record", () -> daemons.mirai(() -> point.x()).collect());
                        say("enum", () -> daemons.mirai(() -> color).collect());
                        say("result", () -> daemons.mirai(() -> new Point(x, "d")).collect());
                        say("service", () -> daemons.mirai(() -> ServiceLoader.load(Greeter.class).stream()
                                .map(greeter -> greeter.get().greet()).toList()).collect());
                        say("beside", () -> daemons.mirai(() -> Class.forName("beside.It").getName()).collect());
                        say("serializer", () -> daemons.everywhere(SerialConfig.of(
                                Plain.class, o -> new byte[] {(byte) o.value}, bytes -> new Plain())).collect());
                        say("error", () -> daemons.mirai(() -> { throw new IllegalStateException("boom"); }).collect());
                    }
                }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @BeforeEach
    void compileTheLibrary() throws Exception {
        compile("lib", "", "module-info", LIBRARY, "com/example/lib/Greeter", GREETER, "com/example/lib/Hello", HELLO);
    }

    @Test
    void module_thatOpensNothing_carriesLambdasAndTheJdksValues() throws Exception {
        compile("app", libraries(), "module-info", CLOSED, "com/example/app/Main", PROGRAM);
        assertThat(run("-p", modules(), "-m", "com.example.app/com.example.app.Main"))
                .contains(
                        "primitive = 45",
                        "values = a[1, 1970-01-01, Optional[b]]",
                        "map = [5, 6]",
                        "pairs = [10]",
                        "action = [null]",
                        "stream = [4, 5]",
                        "chunks = [5, 6]",
                        "enum = GREEN",
                        "service = [hello]",
                        "serializer = [null]")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("beside = MiraiError: ")
                        .endsWith("ClassNotFoundException: beside.It"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("object = MiraiNotSerializable: ")
                        .contains("module-info.java of com.example.app: " + OPENS))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("record = MiraiNotSerializable: ")
                        .contains("module-info.java of com.example.app: " + OPENS))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("result = MiraiNotSerializable: ")
                        .contains("module-info.java of com.example.app: " + OPENS))
                .anySatisfy(line ->
                        assertThat(line).startsWith("error = MiraiError: ").contains("boom"));
    }

    @Test
    void module_thatOpensItsPackage_carriesItsObjects() throws Exception {
        String open = CLOSED.replace("uses", OPENS + " uses");
        compile("app", libraries(), "module-info", open, "com/example/app/Main", PROGRAM);
        assertThat(run("-p", modules(), "-m", "com.example.app/com.example.app.Main"))
                .contains("object = 5", "record = 3", "enum = GREEN", "result = Point[x=4, y=d]", "service = [hello]");
    }

    @Test
    void module_besideAClassPath_findsBothOnTheDaemons() throws Exception {
        compile("app", libraries(), "module-info", CLOSED, "com/example/app/Main", PROGRAM);
        compile("beside", "", "beside/It", "package beside; public class It {}");
        String beside = directory.resolve("beside").toString();
        assertThat(run("-cp", beside, "-p", modules(), "-m", "com.example.app/com.example.app.Main"))
                .contains("primitive = 45", "beside = beside.It");
    }

    @Test
    void classPath_withOursOnTheModulePath_needsNoOpens() throws Exception {
        String classes = libraries() + File.pathSeparator + directory.resolve("lib");
        Path app = directory.resolve("app");
        compileOn("-cp", classes, app, "com/example/app/Main", PROGRAM);
        String classPath = app + File.pathSeparator + directory.resolve("lib");
        assertThat(run("-cp", classPath, "-p", libraries(), "--add-modules", "io.mirai.daemon", "com.example.app.Main"))
                .contains("primitive = 45", "object = 5", "record = 3", "result = Point[x=4, y=d]", "map = [5, 6]");
    }

    /** Ours and what they require, and nothing else. */
    private static String libraries() {
        Map<String, ModuleReference> all = new HashMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            try {
                ModuleFinder.of(Path.of(entry))
                        .findAll()
                        .forEach(found -> all.put(found.descriptor().name(), found));
            } catch (FindException e) {
                // Its name makes no name of a module: nothing that is required.
            }
        }
        Set<ModuleReference> needed = new LinkedHashSet<>();
        require("io.mirai.daemon", all, needed);
        return needed.stream()
                .map(module -> Path.of(module.location().orElseThrow()).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void require(String name, Map<String, ModuleReference> all, Set<ModuleReference> needed) {
        ModuleReference module = all.get(name);
        if (module != null && needed.add(module)) {
            module.descriptor().requires().stream()
                    .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                    .forEach(required -> require(required.name(), all, needed));
        }
    }

    private String modules() {
        return Stream.of(
                        libraries(),
                        directory.resolve("lib").toString(),
                        directory.resolve("app").toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void compile(String name, String modulePath, String... filesAndSources) throws Exception {
        String path = Stream.of(
                        modulePath,
                        directory.resolve("lib").toString(),
                        jarOf(NullMarked.class).toString())
                .collect(Collectors.joining(File.pathSeparator));
        compileOn("-p", path, directory.resolve(name), filesAndSources);
    }

    private void compileOn(String option, String path, Path into, String... filesAndSources) throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < filesAndSources.length; i += 2) {
            Path file = directory.resolve("src").resolve(into.getFileName()).resolve(filesAndSources[i] + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, filesAndSources[i + 1]));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", into.toString(), option, path);
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** What it printed; its standard error is empty. */
    private List<String> run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dslf4j.internal.verbosity=ERROR");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=io.netty.common");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process program = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(program.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(err).as("standard error").content().isEmpty();
        return Files.readAllLines(out);
    }
}
