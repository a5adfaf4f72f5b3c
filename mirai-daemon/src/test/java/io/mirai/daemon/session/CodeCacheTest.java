package io.mirai.daemon.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.wire.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class CodeCacheTest {

    private static final byte[] LONG = random();
    private static final String FILE = Lookup.hash("class a.Long".getBytes(UTF_8)) + ".code";

    private final AtomicInteger fetched = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void find_longCode_isFetchedByOneDaemonOfTheHost() throws Exception {
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(fetched).hasValue(1);
        assertThat(files()).containsExactly(FILE);
    }

    @Test
    void find_fileThatIsNotTheAnswer_isFetchedAgain() throws Exception {
        daemon(LONG).find("a.Long");
        byte[] forged = LONG.clone();
        forged[7]++;
        Files.write(directory.resolve(FILE), forged);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        Files.write(directory.resolve(FILE), new byte[] {1});
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(fetched).hasValue(3);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(fetched).hasValue(3);
    }

    @Test
    void find_onAnInterruptedThread_isKeptAndFoundAllTheSame() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(fetched).hasValue(1);
    }

    @Test
    void find_shortCode_isNotKept() throws Exception {
        byte[] code = {1, 2, 3};
        assertThat(daemon(code).find("a.Short")).isEqualTo(code);
        assertThat(files()).isEmpty();
    }

    @Test
    void find_noDirectory_isFetchedEachTime() throws Exception {
        Files.delete(directory);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(fetched).hasValue(2);
        Files.createDirectory(directory);
    }

    private HostClasses daemon(byte[] code) {
        return new HostClasses(host(code), CodeCache.in(directory));
    }

    private HostClasses.Host host(byte[] code) {
        Mono<Body> body = Mono.fromCallable(() -> {
            fetched.incrementAndGet();
            return new Body(List.of(code), code.length);
        });
        return new NoCode() {
            @Override
            public Mono<FoundCode> classFile(String name, String known) {
                return Mono.just(new FoundCode(known.equals(Lookup.hash(code)), body));
            }
        };
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[Body.CHUNK_BYTES + 1];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
