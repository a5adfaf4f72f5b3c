package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.HostSide;
import io.mirai.wire.ClassBatch;
import io.mirai.wire.Lookup;
import io.mirai.wire.TaskRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ClassLookupTest {

    private static final byte[] SMALL = {1, 2, 3};
    private static final byte[] LARGE = ExchangeTest.random(3 * Body.CHUNK_BYTES + 7);

    private final Shelf classes = new Shelf();
    private final Pair pair = new Pair(classes);
    private final HostConnection daemon = pair.dial(new Pair.Echo());

    @AfterEach
    void close() {
        classes.wait.countDown();
        pair.close();
    }

    @Test
    void classFile_thatIsThere_comesAndIsReadOffTheEventLoops() {
        classes.files.put("a.B", SMALL);
        assertThat(ExchangeTest.join(
                        Pair.await(daemon.classFile("a.B", Lookup.NOTHING_KNOWN).flatMap(FoundCode::body))))
                .isEqualTo(SMALL);
        assertThat(classes.askedOn).isEqualTo("mirai-classes");
    }

    @Test
    void whatTheDaemonKnows_doesNotComeAgain() {
        classes.files.put("a.B", SMALL);
        classes.files.put("a.Large", LARGE);
        classes.services.put("a.Service", SMALL);
        classes.resources.put("a/b.bin", LARGE);
        String small = Lookup.hash(SMALL);
        String large = Lookup.hash(LARGE);
        assertThat(small).startsWith("039058c6f2c0cb49");
        for (Mono<FoundCode> asking : List.of(
                daemon.classFile("a.B", small),
                daemon.classFile("a.Large", large),
                daemon.services("a.Service", small),
                daemon.resources("a/b.bin", large))) {
            FoundCode found = Pair.await(asking);
            assertThat(found.isKnown()).isTrue();
            assertThat(Pair.await(found.body())).isEqualTo(Body.EMPTY);
        }
        FoundCode other = Pair.await(daemon.classFile("a.Large", small));
        assertThat(other.isKnown()).isFalse();
        assertThat(ExchangeTest.join(Pair.await(other.body()))).isEqualTo(LARGE);
        assertThat(daemon.classFile("a.C", small).block(Pair.LIMIT)).isNull();
    }

    @Test
    void classes_comeInOneAnswer_eachOnce() throws IOException {
        byte[] file = bytesOf(Shelf.class);
        String asked = Shelf.class.getName();
        String named = ClassSource.class.getName();
        classes.files.put(asked, file);
        classes.files.put(named, SMALL);
        byte[] first = ExchangeTest.join(
                Pair.await(daemon.classes(asked, Lookup.NOTHING_KNOWN).flatMap(FoundCode::body)));
        assertThat(ClassBatch.decode(asked, first).classes()).containsExactly(entry(asked, file), entry(named, SMALL));
        byte[] second = ExchangeTest.join(
                Pair.await(daemon.classes(asked, Lookup.NOTHING_KNOWN).flatMap(FoundCode::body)));
        assertThat(ClassBatch.decode(asked, second).classes()).containsExactly(entry(asked, file));
        assertThat(Pair.await(daemon.classes(asked, Lookup.hash(second))).isKnown())
                .isTrue();
        assertThat(classes.askedOn).isEqualTo("mirai-classes");
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("ClassLookupTest$" + type.getSimpleName() + ".class")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void resources_thatAreThere_come() {
        classes.resources.put("a/b.txt", SMALL);
        assertThat(ExchangeTest.join(Pair.await(
                        daemon.resources("a/b.txt", Lookup.NOTHING_KNOWN).flatMap(FoundCode::body))))
                .isEqualTo(SMALL);
        assertThat(daemon.resources("a/c.txt", Lookup.NOTHING_KNOWN).block(Pair.LIMIT))
                .isNull();
    }

    @Test
    void services_thatAreThere_come() {
        classes.services.put("a.Service", SMALL);
        assertThat(ExchangeTest.join(Pair.await(
                        daemon.services("a.Service", Lookup.NOTHING_KNOWN).flatMap(FoundCode::body))))
                .isEqualTo(SMALL);
        assertThat(daemon.services("a.B", Lookup.NOTHING_KNOWN).block(Pair.LIMIT))
                .isNull();
    }

    @Test
    void classFile_thatIsNotThere_isNothing() {
        assertThat(daemon.classFile("a.B", Lookup.NOTHING_KNOWN).block(Pair.LIMIT))
                .isNull();
    }

    @Test
    void classFile_over256KiB_comesInChunks() {
        classes.files.put("a.Large", LARGE);
        for (int i = 0; i < 2 * HostSide.ANSWERS_KEPT; i++) {
            assertThat(ExchangeTest.join(Pair.await(
                            daemon.classFile("a.Large", Lookup.NOTHING_KNOWN).flatMap(FoundCode::body))))
                    .isEqualTo(LARGE);
        }
    }

    @Test
    void classFile_whoseSourceFails_isAnIOException() {
        classes.files.put("a.Broken", SMALL);
        classes.failure = new IOException("disk on fire");
        assertThatThrownBy(() -> Pair.await(daemon.classFile("a.Broken", Lookup.NOTHING_KNOWN)))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("a.Broken")
                .hasMessageContaining("disk on fire");
        assertThat(pair.events.closed).isEmpty();
    }

    @Test
    void classFile_withANameTooLongForTheWire_isNothing() {
        assertThat(daemon.classFile("n".repeat(1025), Lookup.NOTHING_KNOWN).block(Pair.LIMIT))
                .isNull();
        assertThat(classes.askedOn).isNull();
    }

    @Test
    void classFile_linkEndsMeanwhile_isAnIOException() {
        classes.waits = true;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        daemon.classFile("a.B", Lookup.NOTHING_KNOWN).subscribe(body -> {}, failure::set);
        await().atMost(Pair.LIMIT).until(() -> classes.askedOn != null);
        pair.link().close();
        await().atMost(Pair.LIMIT).untilAsserted(() -> assertThat(failure.get()).isInstanceOf(IOException.class));
    }

    @Test
    void classFile_afterTheLinkEnded_isAnIOException() {
        DaemonSide.close(daemon);
        daemon.onClose().block(Pair.LIMIT);
        assertThatThrownBy(() -> Pair.await(daemon.classFile("a.B", Lookup.NOTHING_KNOWN)))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void classFile_askedForOnTheEventLoop_failsAtOnce() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Pair other = new Pair(classes)) {
            AtomicReference<@Nullable HostConnection> connection = new AtomicReference<>();
            connection.set(other.dial(new Pair.Echo() {
                @Override
                public void onTask(TaskRequest task, TaskExchange exchange) {
                    Objects.requireNonNull(connection.get())
                            .classFile("a.B", Lookup.NOTHING_KNOWN)
                            .subscribe(body -> {}, failure::set);
                    super.onTask(task, exchange);
                }
            }));
            Pair.await(other.send(other.link(), Body.EMPTY).flatMap(Reply::body));
            assertThat(failure.get()).isInstanceOf(IOException.class).hasMessageContaining("a.B");
        }
    }

    private static final class Shelf implements ClassSource {

        final Map<String, byte[]> files = new ConcurrentHashMap<>();
        final Map<String, byte[]> services = new ConcurrentHashMap<>();
        final Map<String, byte[]> resources = new ConcurrentHashMap<>();
        final CountDownLatch wait = new CountDownLatch(1);
        volatile boolean waits;
        volatile @Nullable String askedOn;
        volatile @Nullable IOException failure;

        @Override
        public byte @Nullable [] shape(int number) {
            return null;
        }

        @Override
        public byte @Nullable [] classFile(String name) throws IOException {
            askedOn = Thread.currentThread().getName();
            IOException broken = failure;
            if (broken != null) {
                throw broken;
            }
            if (waits) {
                try {
                    wait.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return files.get(name);
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) {
            askedOn = Thread.currentThread().getName();
            return files.get(name);
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return resources.get(name);
        }

        @Override
        public byte @Nullable [] services(String name) {
            return services.get(name);
        }
    }
}
