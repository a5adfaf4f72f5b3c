package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.HostSide;
import io.mirai.wire.LookupAnswer;
import io.mirai.wire.TaskRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        assertThat(ExchangeTest.join(Pair.await(daemon.classFile("a.B").flatMap(FoundCode::body))))
                .isEqualTo(SMALL);
        assertThat(classes.askedOn).isEqualTo("mirai-classes");
    }

    @Test
    void classFile_thatIsThere_isToldByItsHashFirst() {
        classes.files.put("a.B", SMALL);
        classes.files.put("a.Large", LARGE);
        FoundCode small = Pair.await(daemon.classFile("a.B"));
        assertThat(small.hash()).isEqualTo(LookupAnswer.hash(SMALL)).startsWith("039058c6f2c0cb49");
        assertThat(small.isHere()).isTrue();
        FoundCode large = Pair.await(daemon.classFile("a.Large"));
        assertThat(large.hash()).isEqualTo(LookupAnswer.hash(LARGE));
        assertThat(large.length()).isEqualTo(LARGE.length);
        assertThat(large.isHere()).isFalse();
    }

    @Test
    void resources_thatAreThere_come() {
        classes.resources.put("a/b.txt", SMALL);
        assertThat(ExchangeTest.join(Pair.await(daemon.resources("a/b.txt").flatMap(FoundCode::body))))
                .isEqualTo(SMALL);
        assertThat(daemon.resources("a/c.txt").block(Pair.LIMIT)).isNull();
    }

    @Test
    void services_thatAreThere_come() {
        classes.services.put("a.Service", SMALL);
        assertThat(ExchangeTest.join(Pair.await(daemon.services("a.Service").flatMap(FoundCode::body))))
                .isEqualTo(SMALL);
        assertThat(daemon.services("a.B").block(Pair.LIMIT)).isNull();
    }

    @Test
    void classFile_thatIsNotThere_isNothing() {
        assertThat(daemon.classFile("a.B").block(Pair.LIMIT)).isNull();
    }

    @Test
    void classFile_over256KiB_comesInChunks() {
        classes.files.put("a.Large", LARGE);
        for (int i = 0; i < 2 * HostSide.ANSWERS_KEPT; i++) {
            assertThat(ExchangeTest.join(Pair.await(daemon.classFile("a.Large").flatMap(FoundCode::body))))
                    .isEqualTo(LARGE);
        }
    }

    @Test
    void classFile_whoseSourceFails_isAnIOException() {
        classes.files.put("a.Broken", SMALL);
        classes.failure = new IOException("disk on fire");
        assertThatThrownBy(() -> Pair.await(daemon.classFile("a.Broken")))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("a.Broken")
                .hasMessageContaining("disk on fire");
        assertThat(pair.events.closed).isEmpty();
    }

    @Test
    void classFile_withANameTooLongForTheWire_isNothing() {
        assertThat(daemon.classFile("n".repeat(1025)).block(Pair.LIMIT)).isNull();
        assertThat(classes.askedOn).isNull();
    }

    @Test
    void classFile_linkEndsMeanwhile_isAnIOException() {
        classes.waits = true;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        daemon.classFile("a.B").subscribe(body -> {}, failure::set);
        await().atMost(Pair.LIMIT).until(() -> classes.askedOn != null);
        pair.link().close();
        await().atMost(Pair.LIMIT).untilAsserted(() -> assertThat(failure.get()).isInstanceOf(IOException.class));
    }

    @Test
    void classFile_afterTheLinkEnded_isAnIOException() {
        DaemonSide.close(daemon);
        daemon.onClose().block(Pair.LIMIT);
        assertThatThrownBy(() -> Pair.await(daemon.classFile("a.B"))).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void classFile_askedForOnTheEventLoop_failsAtOnce() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Pair other = new Pair(classes)) {
            AtomicReference<@Nullable HostConnection> connection = new AtomicReference<>();
            connection.set(other.dial(new Pair.Echo() {
                @Override
                public void onTask(TaskRequest task, TaskExchange exchange) {
                    Objects.requireNonNull(connection.get()).classFile("a.B").subscribe(body -> {}, failure::set);
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
        public byte @Nullable [] resources(String name) {
            return resources.get(name);
        }

        @Override
        public byte @Nullable [] services(String name) {
            return services.get(name);
        }
    }
}
