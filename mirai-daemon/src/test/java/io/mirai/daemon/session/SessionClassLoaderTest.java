package io.mirai.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.Task;
import io.mirai.daemon.DaemonMain;
import io.mirai.spi.CurrentTask;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionClassLoaderTest {

    /** User code, loaded from a jar. */
    static final class Plain {
        static final String VALUE = String.valueOf(new Object().hashCode() != 0);
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @AfterEach
    void clearFlag() {
        Thread.interrupted();
    }

    @Test
    void loadClass_ofTheApiAndReactorCore_isShared() throws Exception {
        try (SessionClassLoader session = over()) {
            assertThat(session.loadClass("io.mirai.Task")).isSameAs(Task.class);
            assertThat(session.loadClass("io.mirai.Outcome$Value").getClassLoader())
                    .isSameAs(Task.class.getClassLoader());
            for (String shared : new String[] {
                "org.reactivestreams.Publisher",
                "reactor.core.publisher.Mono",
                "reactor.util.context.Context",
                "reactor.adapter.JdkFlowAdapter"
            }) {
                assertThat(session.loadClass(shared).getClassLoader()).isSameAs(Task.class.getClassLoader());
            }
            assertThat(session.loadClass("java.sql.Connection")).isSameAs(java.sql.Connection.class);
        }
    }

    @Test
    void loadClass_ofTheDaemonsOwnLibraries_findsNothing() throws Exception {
        try (SessionClassLoader session = over()) {
            for (String hidden : new String[] {
                CurrentTask.class.getName(),
                DaemonMain.class.getName(),
                "org.slf4j.Logger",
                "reactor.netty.Connection",
                "io.netty.buffer.ByteBuf",
                "com.esotericsoftware.kryo.kryo5.Kryo",
                "io.rsocket.RSocket"
            }) {
                assertThatThrownBy(() -> session.loadClass(hidden))
                        .as(hidden)
                        .isInstanceOf(ClassNotFoundException.class);
            }
        }
    }

    @Test
    void getResource_ofTheDaemonsOwnJars_findsNothing() throws Exception {
        String resource = Task.class.getName().replace('.', '/') + ".class";
        try (SessionClassLoader session = over()) {
            assertThat(Task.class.getClassLoader().getResource(resource)).isNotNull();
            assertThat(session.getResource(resource)).isNull();
            assertThat(session.getResources(resource).hasMoreElements()).isFalse();
            assertThat(session.getResource("java/lang/Object.class")).isNotNull();
        }
    }

    @Test
    void loadClass_ofTheUser_comesFromItsUrls() throws Exception {
        try (SessionClassLoader session = over(jar("a.jar", "", Plain.class))) {
            assertThat(session.loadClass(Plain.class.getName()).getClassLoader())
                    .isSameAs(session);
        }
    }

    @Test
    void loadClass_throughAManifestsClassPath_isFollowed() throws Exception {
        jar("a.jar", "", Plain.class);
        try (SessionClassLoader session = over(jar("booter.jar", "a.jar"))) {
            assertThat(session.loadClass(Plain.class.getName()).getClassLoader())
                    .isSameAs(session);
        }
    }

    @Test
    void loadClass_onAnInterruptedThread_spoilsNothing() throws Exception {
        Path jar = jar("a.jar", "", Plain.class);
        Path classes = directory.resolve("classes");
        write(classes.resolve(entry(CodeCacheTest.class)), CodeCacheTest.class);
        try (SessionClassLoader session = over(jar, classes)) {
            Thread.currentThread().interrupt();
            session.loadClass(Plain.class.getName());
            session.loadClass(CodeCacheTest.class.getName());
            assertThat(session.getResource(entry(Plain.class))).isNotNull();
            assertThat(Thread.interrupted()).isTrue();
            try (InputStream bytes = session.getResourceAsStream(entry(Plain.class))) {
                assertThat(bytes).isNotEmpty();
            }
        }
    }

    private static SessionClassLoader over(Path... entries) throws IOException {
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = entries[i].toUri().toURL();
        }
        return new SessionClassLoader(urls, Task.class.getClassLoader(), aHostWithoutClasses());
    }

    private static HostClasses aHostWithoutClasses() {
        return new HostClasses(new NoCode(), CodeCache.in(Path.of("/nowhere")));
    }

    private Path jar(String name, String classPath, Class<?>... types) throws IOException {
        Path jar = directory.resolve(name);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Class-Path", classPath);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : types) {
                out.putNextEntry(new JarEntry(entry(type)));
                out.write(bytes(type));
            }
        }
        return jar;
    }

    private static void write(Path file, Class<?> type) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(type));
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry(type))) {
            return in.readAllBytes();
        }
    }

    private static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }
}
