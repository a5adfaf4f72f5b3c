package io.mirai.daemon.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.FoundCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class HostClassesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** User code that is on the host only. */
    public static final class There {}

    private static final String NAME = There.class.getName();

    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, String> services = new HashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void loadClass_thatOnlyTheHostHas_isDefinedOnce() throws Exception {
        try (SessionClassLoader session = session(name -> name.equals(NAME) ? Mono.just(bytes()) : Mono.empty())) {
            Class<?> type = session.loadClass(NAME);
            assertThat(type).isNotSameAs(There.class);
            assertThat(type.getClassLoader()).isSameAs(session);
            assertThat(session.loadClass(NAME)).isSameAs(type);
            assertThat(asked).hasValue(1);
            assertThat(type.getDeclaredConstructor().newInstance()).isNotNull();
        }
    }

    @Test
    void loadClass_thatNobodyHas_asksTheHostOnce() throws Exception {
        try (SessionClassLoader session = session(name -> Mono.empty())) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> session.loadClass("no.such.Class")).isInstanceOf(ClassNotFoundException.class);
            }
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void loadClass_ofASnippet_isLeftToTheLoadersOfSnippets() throws Exception {
        try (SessionClassLoader session = session(name -> Mono.just(bytes()))) {
            assertThatThrownBy(() -> session.loadClass("REPL.$JShell$1")).isInstanceOf(ClassNotFoundException.class);
            try (InputStream in = session.getResourceAsStream("REPL/$JShell$1.class")) {
                assertThat(in).isNotEmpty();
            }
        }
    }

    @Test
    void getResourceAsStream_ofNoClassFile_doesNotAsk() throws Exception {
        try (SessionClassLoader session = session(name -> Mono.just(bytes()))) {
            assertThat(session.getResourceAsStream("secret.txt")).isNull();
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void loadClass_interruptedWhileTheHostIsAsked_findsItAllTheSame() throws Exception {
        Sinks.One<Body> answer = Sinks.one();
        AtomicReference<@Nullable Object> loaded = new AtomicReference<>();
        try (SessionClassLoader session = session(name -> answer.asMono())) {
            Thread loading = new Thread(() -> {
                try {
                    Class<?> type = session.loadClass(NAME);
                    loaded.set(Thread.currentThread().isInterrupted() ? type : "the interrupt is lost");
                } catch (Throwable e) {
                    loaded.set(e);
                }
            });
            loading.start();
            await().atMost(DEADLINE).until(() -> loading.getState() == Thread.State.WAITING);
            loading.interrupt();
            await().atMost(DEADLINE)
                    .until(() -> !loading.isInterrupted() && loading.getState() == Thread.State.WAITING);
            answer.tryEmitValue(bytes());
            loading.join(DEADLINE.toMillis());
            assertThat(loaded.get()).isInstanceOf(Class.class);
            assertThat(session.loadClass(NAME)).isSameAs(loaded.get());
        }
    }

    @Test
    void loadClass_onAThreadThatIsInterruptedAlready_findsIt() throws Exception {
        try (SessionClassLoader session = session(name -> Mono.just(bytes()).delayElement(Duration.ofMillis(20)))) {
            Thread.currentThread().interrupt();
            assertThat(session.loadClass(NAME).getClassLoader()).isSameAs(session);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void loadClass_thatNobodyHad_whenTheTaskBeforeAsked_isAskedForAgain() throws Exception {
        Sinks.One<Body> answer = Sinks.one();
        try (SessionClassLoader session = session(name -> asked.get() == 1 ? answer.asMono() : Mono.just(bytes()))) {
            Thread before = new Thread(
                    () -> assertThatThrownBy(() -> session.loadClass(NAME)).isInstanceOf(ClassNotFoundException.class));
            before.start();
            await().atMost(DEADLINE).until(() -> before.getState() == Thread.State.WAITING);
            session.onTask();
            answer.tryEmitEmpty();
            before.join(DEADLINE.toMillis());
            assertThat(session.loadClass(NAME).getClassLoader()).isSameAs(session);
        }
    }

    @Test
    void loadClass_linkEndsMeanwhile_isAClassNotFoundException() throws Exception {
        Sinks.One<Body> answer = Sinks.one();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        try (SessionClassLoader session = session(name -> answer.asMono())) {
            Thread loading = new Thread(() -> {
                try {
                    session.loadClass(NAME);
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            loading.start();
            await().atMost(DEADLINE).until(() -> loading.getState() == Thread.State.WAITING);
            answer.tryEmitError(new IOException("the link has ended"));
            loading.join(DEADLINE.toMillis());
            assertThat(thrown.get())
                    .isInstanceOf(ClassNotFoundException.class)
                    .hasRootCauseMessage("the link has ended");
        }
    }

    @Test
    void getResources_ofAServiceThatOnlyTheHostKnows_isItsAnswer() throws Exception {
        services.put("a.Service", "a.Provider\n");
        try (SessionClassLoader session = session(name -> Mono.empty())) {
            URL found = Collections.list(session.getResources("META-INF/services/a.Service"))
                    .get(0);
            assertThat(found).hasToString("mirai:/META-INF/services/a.Service");
            assertThat(found.openStream()).hasContent("a.Provider");
            assertThat(session.getResourceAsStream("META-INF/services/a.Service"))
                    .hasContent("a.Provider");
            assertThat(Collections.list(session.getResources("META-INF/services/b.Service")))
                    .isEmpty();
        }
    }

    @Test
    void getResources_ofAService_asksOnceForEachTask() throws Exception {
        services.put("a.Service", "a.Provider\n");
        try (SessionClassLoader session = session(name -> Mono.empty())) {
            for (int i = 0; i < 3; i++) {
                assertThat(Collections.list(session.getResources("META-INF/services/a.Service")))
                        .hasSize(1);
                assertThat(Collections.list(session.getResources("META-INF/services/b.Service")))
                        .isEmpty();
            }
            assertThat(asked).hasValue(2);
            services.put("b.Service", "a.Provider\n");
            session.onTask();
            assertThat(Collections.list(session.getResources("META-INF/services/b.Service")))
                    .hasSize(1);
        }
    }

    @Test
    void getResources_ofAServiceThatIsHereToo_addsWhatOnlyTheHostKnows() throws Exception {
        Path here = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(here.resolve("a.Service"), "a.Here # and only here\na.Provider\n");
        Files.writeString(here.resolve("b.Service"), "b.Provider");
        services.put("a.Service", "a.Provider\n\na.There\n");
        services.put("b.Service", "b.Provider\n");
        try (SessionClassLoader session =
                session(name -> Mono.empty(), directory.toUri().toURL())) {
            assertThat(Collections.list(session.getResources("META-INF/services/a.Service")))
                    .hasSize(2);
            assertThat(Collections.list(session.getResources("META-INF/services/b.Service")))
                    .hasSize(1);
        }
    }

    private interface Host {
        Mono<Body> classFile(String name);
    }

    private SessionClassLoader session(Host host, URL... classPath) {
        HostClasses.Host answers = new NoCode() {
            @Override
            public Mono<FoundCode> classFile(String name, String known) {
                asked.incrementAndGet();
                return host.classFile(name).map(HostClassesTest::found);
            }

            @Override
            public Mono<FoundCode> services(String name, String known) {
                asked.incrementAndGet();
                return Mono.justOrEmpty(services.get(name)).map(text -> found(Body.of(text.getBytes(UTF_8))));
            }
        };
        HostClasses classes = new HostClasses(answers, CodeCache.in(directory));
        return new SessionClassLoader(classPath, HostClassesTest.class.getClassLoader(), classes);
    }

    private static FoundCode found(Body body) {
        return new FoundCode(false, Mono.just(body));
    }

    private static Body bytes() {
        try (InputStream in = There.class.getResourceAsStream("HostClassesTest$There.class")) {
            return Body.of(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
