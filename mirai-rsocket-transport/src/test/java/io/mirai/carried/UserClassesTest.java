package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.codec.DaemonCodec;
import io.mirai.codec.HostCodec;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import io.mirai.spi.ResultClasses;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host hands out when a daemon asks for a class. */
class UserClassesTest {

    private static final String TYPED = "typed.Pair";

    private final HostCodec host =
            new HostCodec(UserClassesTest.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()));

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void classFile_ofTheClassPath_isHandedOut() throws IOException {
        assertThat(host.classFile("io.mirai.carried.TwoSides")).startsWith(0xCA, 0xFE, 0xBA, 0xBE);
        assertThat(host.classFile("io.mirai.carried.TwoSides$ApiOnly")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.String",
                "java.sql.Connection",
                "jdk.jshell.JShell",
                "com.sun.tools.javac.Main",
                "io.mirai.codec.HostCodec",
                "io.mirai.codec.snippet.SnippetCode",
                "io.mirai.spi.Body",
                "io.mirai.wire.Token",
                "META-INF.MANIFEST.MF",
                "resource.txt",
                "resource",
                "io/mirai/carried/TwoSides",
                "io.mirai.carried/TwoSides",
                "io.mirai.carried.../carried.TwoSides",
                "io.mirai..carried.TwoSides",
                "../secret",
                "..\\secret",
                ".io.mirai.carried.TwoSides",
                "file:secret",
                "%2e%2e.secret",
                "[Lio.mirai.carried.TwoSides;",
                "io.mirai.carried.TwoSides.class",
                "no.such.Class",
                "a\0b",
                ""
            })
    void classFile_ofAnythingElse_isNotHandedOut(String name) throws IOException {
        assertThat(host.classFile(name)).isNull();
        assertThat(host.lastingClassFile(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.mirai.Task",
                "reactor.core.publisher.Mono",
                "reactor.util.context.Context",
                "org.reactivestreams.Publisher",
                "REPL.$JShell$1"
            })
    void lastingClassFile_ofWhatDaemonsHave_orMayBecomeAnother_isNothing(String name) throws IOException {
        assertThat(host.lastingClassFile(name)).isNull();
        assertThat(host.lastingClassFile("io.mirai.carried.TwoSides"))
                .isEqualTo(host.classFile("io.mirai.carried.TwoSides"));
    }

    @Test
    void classFile_besideAResource_doesNotReachTheResource() throws Exception {
        Path inner = Files.createDirectories(directory.resolve("inner"));
        Files.writeString(inner.resolve("resource.txt"), "no");
        Files.writeString(directory.resolve("secret.class"), "no");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {inner.toUri().toURL()}, null)) {
            HostCodec codec = new HostCodec(loader, new ResultClasses(Set.of(), Set.of()));
            assertThat(loader.getResource("resource.txt")).isNotNull();
            for (String name : new String[] {"resource.txt", "../secret", "..secret", "x.../secret", "%2e%2e/secret"}) {
                assertThat(codec.classFile(name)).as(name).isNull();
            }
        }
    }

    @Test
    void services_ofTheClassPath_areHandedOut() throws IOException {
        byte @Nullable [] files = host.services("org.junit.platform.engine.TestEngine");
        assertThat(new String(files == null ? new byte[0] : files, StandardCharsets.UTF_8))
                .contains("org.junit.jupiter.engine.JupiterTestEngine");
        assertThat(host.services("io.mirai.spi.Backend")).isNull();
        assertThat(host.services("../MANIFEST.MF")).isNull();
        assertThat(host.services("no.such.Service")).isNull();
    }

    @Test
    void classOfAnotherLoader_onceItsObjectsAreCarried_isHandedOutAndReadInResults() throws Exception {
        try (URLClassLoader loader = typed()) {
            Object pair =
                    loader.loadClass(TYPED).getConstructor(int.class, int.class).newInstance(1, 2);
            assertThat(host.classFile(TYPED)).isNull();
            var body = host.encodeTask(() -> null, Map.of("pair", pair));
            assertThat(body.length()).isPositive();
            assertThat(host.classFile(TYPED)).isEqualTo(Files.readAllBytes(directory.resolve("typed/Pair.class")));
            assertThat(host.lastingClassFile(TYPED)).isNull();
            var daemon = new DaemonCodec(loader, LambdaShapes.NONE);
            assertThat(host.decodeValue(daemon.encodeValue(daemon.session(), Body.MAX_BYTES, pair)))
                    .isEqualTo(pair);
        }
    }

    private URLClassLoader typed() throws IOException {
        Path source = Files.createDirectories(directory.resolve("typed")).resolve("Pair.java");
        Files.writeString(source, "package typed; public record Pair(int a, int b) {}");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", directory.toString(), source.toString());
        assertThat(status).isZero();
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, UserClassesTest.class.getClassLoader());
    }
}
