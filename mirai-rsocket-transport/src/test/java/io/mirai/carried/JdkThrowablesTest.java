package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every public exception of some modules of the JDK that a message, a cause or nothing makes. */
@Tag("jdk")
final class JdkThrowablesTest {

    private static final List<String> MODULES =
            List.of("java.base", "java.sql", "java.xml", "java.naming", "java.rmi", "java.scripting");

    private static List<Throwable> throwables() throws IOException {
        FileSystem jrt = FileSystems.getFileSystem(URI.create("jrt:/"));
        List<Throwable> made = new ArrayList<>();
        for (String module : MODULES) {
            Path root = jrt.getPath("modules", module);
            try (Stream<Path> files = Files.walk(root)) {
                files.map(file -> root.relativize(file).toString())
                        .filter(file -> file.endsWith(".class"))
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace('/', '.'))
                        .map(JdkThrowablesTest::make)
                        .filter(Objects::nonNull)
                        .forEach(made::add);
            }
        }
        return made;
    }

    private static @Nullable Throwable make(String name) {
        try {
            Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            int modifiers = type.getModifiers();
            if (!Throwable.class.isAssignableFrom(type)
                    || !Modifier.isPublic(modifiers)
                    || Modifier.isAbstract(modifiers)
                    || !type.getModule().isExported(type.getPackageName())) {
                return null;
            }
            for (Object[] arguments : new Object[][] {{"message"}, {}, {new IOException("inner")}, {7}}) {
                for (var constructor : type.getConstructors()) {
                    if (takes(constructor.getParameterTypes(), arguments)) {
                        return (Throwable) constructor.newInstance(arguments);
                    }
                }
            }
            return null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private static boolean takes(Class<?>[] parameters, Object[] arguments) {
        return parameters.length == arguments.length
                && (arguments.length == 0
                        || parameters[0].isInstance(arguments[0])
                        || (parameters[0] == int.class && arguments[0] instanceof Integer));
    }

    @Test
    void everyThrowableOfJdk_comesBackEqualBothWays() throws Exception {
        List<Throwable> all = throwables();
        assertThat(all).hasSizeGreaterThan(250);
        List<String> wrong = new ArrayList<>();
        try (TwoSides sides = new TwoSides()) {
            for (Throwable thrown : all) {
                try {
                    compare(wrong, thrown, (Throwable) sides.run(() -> thrown));
                    compare(wrong, thrown, sides.failed(thrown).exception());
                } catch (Exception e) {
                    wrong.add(thrown.getClass().getName() + ": " + e);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void compare(List<String> wrong, Throwable thrown, @Nullable Throwable back) {
        if (back == null
                || back.getClass() != thrown.getClass()
                || !back.toString().equals(thrown.toString())
                || !Objects.equals(back.getMessage(), thrown.getMessage())
                || !Arrays.equals(back.getStackTrace(), thrown.getStackTrace())
                || !String.valueOf(back.getCause()).equals(String.valueOf(thrown.getCause()))) {
            wrong.add(thrown + " came as " + (back == null ? "null" : back.getClass() + " " + back));
        }
    }
}
