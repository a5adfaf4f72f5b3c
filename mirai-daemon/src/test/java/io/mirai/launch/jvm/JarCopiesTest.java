package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.daemon.shared.HashedFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCopiesTest {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @SuppressWarnings("NullAway.Init") // before each
    private Path home;

    @SuppressWarnings("NullAway.Init") // before each
    private Path jar;

    private byte[] library = {};

    @BeforeEach
    void makeTheJar() throws IOException {
        home = scratch.resolve("cache");
        assertThat(HashedFiles.isUsable(home)).isTrue();
        library = zip(new TreeMap<>(Map.of("x.txt", bytes("in the library"))));
        jar = scratch.resolve("my app+%41.jar");
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put(MANIFEST, bytes("Manifest-Version: 1.0\nImplementation-Version: 7\n\n"));
        entries.put("BOOT-INF/lib/x y.jar", library);
        entries.put("BOOT-INF/classes/", bytes(""));
        entries.put("BOOT-INF/classes/app.txt", bytes("of the app"));
        entries.put("BOOT-INF/classes/deep/er.txt", bytes("deeper"));
        entries.put("outer.jar", zip(new TreeMap<>(Map.of("inner.jar", library))));
        Files.write(jar, zip(entries));
    }

    @Test
    void of_everySpelling_isTheSamePlace() {
        String path = jar.toUri().getRawPath();
        for (String library : List.of(
                "jar:nested:" + path + "/!BOOT-INF/lib/x%20y.jar!/",
                "jar:nested:" + path + "/!BOOT-INF/lib/x y.jar!/",
                "jar:file:" + path + "!/BOOT-INF/lib/x%20y.jar!/",
                "jar:file:" + path + "!/BOOT-INF/lib/x y.jar!/",
                "jar:file:" + path + "!/BOOT-INF/lib/x y.jar")) {
            assertThat(CodeLocation.of(library)).contains(new CodeLocation(jar, List.of("BOOT-INF/lib/x y.jar")));
        }
        for (String file :
                List.of("file:" + path, "jar:file:" + path + "!/", "file:" + jar, "jar:file:" + jar + "!/")) {
            assertThat(CodeLocation.of(file)).contains(new CodeLocation(jar, List.of()));
        }
        assertThat(CodeLocation.of("file:/a!/b.jar")).contains(new CodeLocation(Path.of("/a!/b.jar"), List.of()));
        assertThat(CodeLocation.of("http://example.com/a.jar")).isEmpty();
        assertThat(CodeLocation.of("jrt:/java.base")).isEmpty();
    }

    @Test
    void onDisk_ofAJarInAJar_isACopyOfIt() throws IOException {
        for (String where : List.of("BOOT-INF/lib/x y.jar!/", "outer.jar!/inner.jar!/")) {
            Path copy = copies().onDisk(url("jar:file:" + jar.toUri().getRawPath() + "!/" + where))
                    .orElseThrow();
            assertThat(copy).hasParent(home).hasBinaryContent(library);
        }
        assertThat(jarsIn(home)).as("the same content").hasSize(2);
    }

    @Test
    void onDisk_ofADirectoryInAJar_isAJarWithTheManifest() throws IOException {
        for (String end : List.of("!/", "/!/", "/")) {
            Path copy = copies().onDisk(url("jar:file:" + jar.toUri().getRawPath() + "!/BOOT-INF/classes" + end))
                    .orElseThrow();
            try (JarFile made = new JarFile(copy.toFile())) {
                assertThat(made.stream().map(ZipEntry::getName)).containsExactly(MANIFEST, "app.txt", "deep/er.txt");
                assertThat(made.getManifest().getMainAttributes().getValue("Implementation-Version"))
                        .isEqualTo("7");
                assertThat(made.getInputStream(made.getEntry("deep/er.txt"))).hasContent("deeper");
            }
        }
    }

    @Test
    void onDisk_ofWhatIsAFile_isItself() throws IOException {
        assertThat(copies().onDisk(jar.toUri().toURL())).contains(jar);
        assertThat(copies().onDisk(url("jar:" + jar.toUri() + "!/"))).contains(jar);
        assertThat(jarsIn(home)).isEmpty();
    }

    @Test
    void onDisk_ofWhatIsNotThere_saysWhere() {
        assertThatThrownBy(() -> copies().onDisk(url("jar:" + jar.toUri() + "!/BOOT-INF/lib/none.jar!/")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(jar.toString(), "BOOT-INF/lib/none.jar");
    }

    @Test
    void onDisk_ofAServersJar_isNotFetched() throws IOException {
        assertThat(copies().onDisk(url("http://127.0.0.1:1/x.jar"))).isEmpty();
    }

    @Test
    void onDisk_ofAPackagingWithUrlsOfItsOwn_isWhatTheyOpen() throws IOException {
        URL.setURLStreamHandlerFactory(protocol -> protocol.equals("rsrc") ? new Rsrc() : null);
        assertThat(copies().onDisk(url("jar:rsrc:lib.jar!/")).orElseThrow()).hasBinaryContent(library);
        assertThat(copies().onDisk(url("rsrc:lib.jar")).orElseThrow()).hasBinaryContent(library);
        assertThat(copies().onDisk(url("rsrc:./"))).isEmpty();
    }

    @Test
    void get_whatSomebodyChanged_isWrittenAgain() throws IOException {
        JarCache cache = new JarCache(home, 1_000);
        Path copy = cache.get(out -> out.write(library));
        Files.writeString(copy, "changed");
        assertThat(cache.get(out -> out.write(library))).isEqualTo(copy).hasBinaryContent(library);
        Files.delete(copy);
        assertThat(cache.get(out -> out.write(library))).isEqualTo(copy).hasBinaryContent(library);
    }

    @Test
    void get_beyondTheBound_deletesWhatWasNotUsedForLongest() throws IOException {
        JarCache cache = new JarCache(home, 1_000);
        Path first = cache.get(out -> out.write(new byte[400]));
        Path second = cache.get(out -> out.write(new byte[401]));
        Path part = Files.createFile(home.resolve("1.part"));
        for (Path old : List.of(first, second, part)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
        cache.get(out -> out.write(new byte[400])); // used
        Path third = cache.get(out -> out.write(new byte[402]));
        assertThat(jarsIn(home)).containsExactlyInAnyOrder(first, third);
        assertThat(part).doesNotExist();
    }

    @Test
    void isUsable_onlyForAPrivateDirectoryOfThisUser() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        Path open = Files.createDirectory(scratch.resolve("open"));
        assertThat(HashedFiles.isUsable(open)).isFalse();
        Path link = Files.createSymbolicLink(scratch.resolve("link"), home);
        assertThat(HashedFiles.isUsable(link)).isFalse();
        assertThat(HashedFiles.isUsable(
                        Files.createFile(scratch.resolve("file")).resolve("below")))
                .isFalse();
    }

    private JarCopies copies() {
        return new JarCopies(() -> new JarCache(home, JarCache.MAX_BYTES));
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static URL url(String text) throws MalformedURLException {
        return new URL(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** As of Eclipse's runnable jars. */
    private final class Rsrc extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            Path file = Files.write(scratch.resolve("opened"), url.getPath().endsWith(".jar") ? library : bytes("-"));
            return file.toUri().toURL().openConnection();
        }
    }
}
