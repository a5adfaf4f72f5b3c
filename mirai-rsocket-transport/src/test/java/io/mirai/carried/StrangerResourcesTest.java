package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.codec.HostCodec;
import io.mirai.spi.Parts;
import io.mirai.spi.ResultClasses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which resources a host hands out to a daemon of another machine. */
final class StrangerResourcesTest {

    private static final ResultClasses NOTHING = new ResultClasses(Set.of(), Set.of());

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private Path files = Path.of("");
    private Path jar = Path.of("");

    @BeforeEach
    void pack() throws IOException {
        files = Files.createDirectories(directory.resolve("files"));
        write("a/data.txt", "data");
        write("a/x y.txt", "space");
        write("application.yml", "of the jar");
        write("BOOT-INF/classes/application.yml", "secret");
        write("BOOT-INF/lib/inner.jar", "inner");
        write("WEB-INF/classes/keystore.p12", "secret");
        write("WEB-INF/web.xml", "secret");
        write("META-INF/services/a.Service", "a.Provider");
        write("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
        write("io/mirai/inner.txt", "ours");
        jar = directory.resolve("app.jar");
        Elsewhere.pack(files, jar);
    }

    private void write(String name, String text) throws IOException {
        Path file = files.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static @Nullable List<String> found(ClassLoader loader, String name) throws IOException {
        byte @Nullable [] joined = new HostCodec(loader, NOTHING).resourcesForStrangers(name);
        return joined == null
                ? null
                : Parts.split(joined).stream()
                        .map(part -> new String(part, StandardCharsets.UTF_8))
                        .toList();
    }

    private static URLClassLoader over(Path... paths) {
        URL[] urls = Arrays.stream(paths)
                .map(path -> {
                    try {
                        return path.toUri().toURL();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void resource_ofAJar_isHandedOut() throws IOException {
        try (URLClassLoader loader = over(jar)) {
            assertThat(found(loader, "a/data.txt")).containsExactly("data");
            assertThat(found(loader, "a/x y.txt")).containsExactly("space");
            assertThat(found(loader, "application.yml")).containsExactly("of the jar");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOT-INF/classes/application.yml",
                "BOOT-INF/lib/inner.jar",
                "WEB-INF/classes/keystore.p12",
                "WEB-INF/web.xml",
                "META-INF/services/a.Service",
                "io/mirai/inner.txt",
                "a/../BOOT-INF/classes/application.yml",
                "./a/data.txt",
                "a//data.txt",
                "/a/data.txt",
                "a\\data.txt",
                "a/%64ata.txt",
                "a/data.txt\0",
                "a!/data.txt",
                "BOOT%2DINF/classes/application.yml",
                "java/lang/String.class",
                "java/lang/uniName.dat",
                "no/such.txt",
                ""
            })
    void resource_ofAnythingElse_isNotHandedOut(String name) throws IOException {
        try (URLClassLoader loader = over(jar)) {
            assertThat(found(loader, name)).isNull();
        }
    }

    @Test
    void resource_ofADirectory_isNotHandedOut() throws IOException {
        try (URLClassLoader loader = over(files);
                URLClassLoader both = over(files, jar)) {
            assertThat(loader.getResource("application.yml")).isNotNull();
            assertThat(found(loader, "application.yml")).isNull();
            assertThat(found(loader, "a")).isNull();
            Files.writeString(files.resolve("application.yml"), "secret");
            assertThat(found(both, "application.yml")).containsExactly("of the jar");
        }
    }

    @Test
    void resource_ofOurOwnJar_isNotHandedOut() throws IOException {
        for (String ours : List.of("io/mirai/spi/Codec", "io/mirai/codec/HostCodec", "io/mirai/daemon/DaemonMain")) {
            write(ours + ".class", "ours");
            Path own = directory.resolve("own.jar");
            Elsewhere.pack(files, own);
            try (URLClassLoader loader = over(own)) {
                assertThat(found(loader, "a/data.txt")).isNull();
            }
            Files.delete(files.resolve(ours + ".class"));
        }
    }

    /** An application that was packed into one jar together with us. */
    @Test
    void resource_ofAJarOfAll_isHandedOut() throws IOException {
        write("io/mirai/spi/Codec.class", "ours");
        write("io/mirai/codec/HostCodec.class", "ours");
        Path all = directory.resolve("all.jar");
        Elsewhere.pack(files, all);
        try (URLClassLoader loader = over(all)) {
            assertThat(found(loader, "a/data.txt")).containsExactly("data");
            assertThat(found(loader, "io/mirai/spi/Codec.class")).isNull();
        }
    }

    @Test
    void resources_overTheLimit_areRefused() throws IOException {
        Files.write(files.resolve("large"), new byte[16 * 1024 * 1024]);
        Files.write(files.resolve("larger"), new byte[16 * 1024 * 1024 + 1]);
        Path large = directory.resolve("large.jar");
        Elsewhere.pack(files, large);
        try (URLClassLoader loader = over(large)) {
            assertThat(new HostCodec(loader, NOTHING).resourcesForStrangers("large"))
                    .hasSize(16 * 1024 * 1024 + 4);
            assertThatThrownBy(() -> found(loader, "larger"))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "the resources 'larger' are over the limit of 16,777,216 bytes for a daemon of another machine;"
                                    + " carry them in the task");
        }
    }

    /** As the loaders of executable jars and of web servers write addresses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes jar:nested:/opt/app.jar/!BOOT-INF/lib/x-1.0.jar!/a.txt",
                "yes jar:file:/opt/app.jar!/BOOT-INF/lib/x-1.0.jar!/a.txt",
                "yes jar:file:/opt/app.war!/WEB-INF/lib/x.jar!/a.txt",
                "yes jar:file:/opt/app.war!/WEB-INF/lib-provided/x.jar!/a.txt",
                "yes jar:file:/opt/app/WEB-INF/lib/x.jar!/a.txt",
                "yes jar:file:/opt/an%20app/x!/META-INF/versions/17/a.txt",
                "no  jar:nested:/opt/app.jar/!BOOT-INF/classes/!/a.txt",
                "no  jar:file:/opt/app.jar!/BOOT-INF/classes!/a.txt",
                "no  jar:file:/opt/app.jar!/BOOT-INF/classes/a.txt",
                "no  jar:file:/opt/app.war!/WEB-INF/classes/a.txt",
                "no  jar:file:/opt/app.war!/WEB-INF/classes!/a.txt",
                "no  jar:file:/opt/app.jar!/other/x.jar!/a.txt",
                "no  jar:file:/opt/app.jar!/BOOT-INF/lib/x.jar!/WEB-INF/classes/a.txt",
                "no  jar:http://host/x.jar!/a.txt",
                "no  jrt:/java.base/a.txt",
                "no  file:/opt/app/a.txt",
                "no  vfs:/opt/app.jar/a.txt",
                "no  memory:a.txt"
            })
    void resource_byItsAddress_isOfAJarOrNot(String example) throws IOException {
        String address = example.substring(4);
        ClassLoader loader = new ClassLoader(null) {
            @Override
            protected Enumeration<URL> findResources(String name) throws IOException {
                return name.equals("a.txt")
                        ? Collections.enumeration(List.of(new URL(null, address, new Constant())))
                        : Collections.emptyEnumeration();
            }
        };
        assertThat(found(loader, "a.txt")).isEqualTo(example.startsWith("yes") ? List.of("text") : null);
    }

    private static final class Constant extends URLStreamHandler {

        @Override
        protected void parseURL(URL url, String spec, int start, int limit) {
            setURL(url, url.getProtocol(), "", -1, "", "", spec.substring(start), null, null);
        }

        @Override
        protected String toExternalForm(URL url) {
            return url.getProtocol() + ":" + url.getPath();
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream("text".getBytes(StandardCharsets.UTF_8));
                }
            };
        }
    }
}
