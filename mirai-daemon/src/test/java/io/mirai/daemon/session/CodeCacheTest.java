package io.mirai.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.wire.LookupAnswer;
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
    private static final String HASH = LookupAnswer.hash(LONG);

    private final AtomicInteger fetched = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void find_longCode_isFetchedByOneDaemonOfTheHost() throws Exception {
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        assertThat(daemon(LONG).find("b.SameCode")).isEqualTo(LONG);
        assertThat(fetched).hasValue(1);
        assertThat(files()).containsExactly(HASH + ".code");
    }

    @Test
    void find_fileThatIsNotWhatItsNameSays_isFetchedAgain() throws Exception {
        daemon(LONG).find("a.Long");
        byte[] forged = LONG.clone();
        forged[7]++;
        Files.write(directory.resolve(HASH + ".code"), forged);
        assertThat(daemon(LONG).find("a.Long")).isEqualTo(LONG);
        Files.write(directory.resolve(HASH + ".code"), new byte[] {1});
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
        boolean isHere = code.length <= Body.CHUNK_BYTES;
        Mono<Body> body = Mono.fromCallable(() -> {
            fetched.incrementAndGet();
            return new Body(List.of(code), code.length);
        });
        return new HostClasses(
                new HostClasses.Host() {
                    @Override
                    public Mono<FoundCode> classFile(String name) {
                        return Mono.just(new FoundCode(LookupAnswer.hash(code), code.length, isHere, body));
                    }

                    @Override
                    public Mono<FoundCode> resources(String name) {
                        return Mono.empty();
                    }

                    @Override
                    public Mono<FoundCode> services(String name) {
                        return Mono.empty();
                    }
                },
                CodeCache.in(directory));
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
