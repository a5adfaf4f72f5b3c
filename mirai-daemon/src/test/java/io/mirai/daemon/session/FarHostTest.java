package io.mirai.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.wire.ClassBatch;
import io.mirai.wire.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What a daemon makes of answers that bring more than it asked for. */
class FarHostTest {

    /** User code that is on the host only. */
    public static final class Asked {
        public static final Ahead AHEAD = new Ahead();

        private Asked() {}
    }

    /** What comes with it. */
    public static final class Ahead {}

    private static final String ASKED = Asked.class.getName();
    private static final String AHEAD = Ahead.class.getName();

    private final List<String> questions = new ArrayList<>();
    private byte @Nullable [] answer;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private final HostClasses.Host host = new NoCode() {
        @Override
        public boolean isFar() {
            return true;
        }

        @Override
        public Mono<FoundCode> classes(String name, String known) {
            questions.add(name);
            byte[] bytes = answer;
            if (bytes == null) {
                return Mono.empty();
            }
            return Mono.just(new FoundCode(false, Mono.just(Body.of(bytes))));
        }
    };

    private HostClasses classes() {
        return new HostClasses(host, CodeCache.in(directory));
    }

    private static SessionClassLoader over(HostClasses classes) {
        return SessionClassLoader.over(List.of(), classes);
    }

    private static byte[] batch(boolean mayChange) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        classes.put(ASKED, file(Asked.class));
        classes.put(AHEAD, file(Ahead.class));
        return new ClassBatch(mayChange, classes).encode();
    }

    private static byte[] file(Class<?> type) {
        try (InputStream in = type.getResourceAsStream("FarHostTest$" + type.getSimpleName() + ".class")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void loadClass_thatCameAhead_isDefinedAsOneThatWasAskedFor() throws Exception {
        answer = batch(false);
        try (SessionClassLoader session = over(classes())) {
            Class<?> asked = session.loadClass(ASKED);
            Class<?> ahead = session.loadClass(AHEAD);
            assertThat(questions).containsExactly(ASKED);
            assertThat(ahead.getClassLoader()).isSameAs(session);
            assertThat(ahead.getProtectionDomain()).isSameAs(asked.getProtectionDomain());
            assertThat(asked.getField("AHEAD").get(null)).isInstanceOf(ahead);
            assertThat(session.getResourceAsStream(AHEAD.replace('.', '/') + ".class"))
                    .hasBinaryContent(file(Ahead.class));
            assertThat(questions).containsExactly(ASKED);
        }
    }

    @Test
    void loadClass_ofAReloadedSession_asksForNothing() throws Exception {
        answer = batch(false);
        try (SessionClassLoader session = over(classes());
                SessionClassLoader reloaded = session.reloaded()) {
            Class<?> before = session.loadClass(ASKED);
            assertThat(reloaded.loadClass(ASKED)).isNotSameAs(before);
            assertThat(reloaded.loadClass(AHEAD).getClassLoader()).isSameAs(reloaded);
            assertThat(questions).containsExactly(ASKED);
        }
    }

    @Test
    void loadClass_thatMayChange_isAskedForByEachSession() throws Exception {
        answer = batch(true);
        try (SessionClassLoader session = over(classes());
                SessionClassLoader reloaded = session.reloaded()) {
            session.loadClass(ASKED);
            reloaded.loadClass(ASKED);
            assertThat(questions).containsExactly(ASKED, ASKED);
        }
    }

    @Test
    void loadClass_forTheNextHost_asksThatOne() throws Exception {
        answer = batch(false);
        HostClasses classes = classes();
        try (SessionClassLoader session = over(classes);
                SessionClassLoader next = session.reloaded()) {
            session.loadClass(ASKED);
            classes.onHostGone();
            answer = null;
            assertThatThrownBy(() -> next.loadClass(AHEAD)).isInstanceOf(ClassNotFoundException.class);
            assertThat(questions).containsExactly(ASKED, AHEAD);
        }
    }

    @Test
    void loadClass_thatIsNotThere_isAskedForOnce() throws Exception {
        try (SessionClassLoader session = over(classes())) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> session.loadClass(ASKED))
                        .isInstanceOf(ClassNotFoundException.class)
                        .hasMessage(ASKED);
            }
            assertThat(questions).containsExactly(ASKED);
        }
    }

    @Test
    void loadClass_ofAnAnswerThatIsCutOff_saysWhichClass_andIsAskedForAgain() throws Exception {
        byte[] whole = batch(false);
        answer = Arrays.copyOf(whole, whole.length / 2);
        try (SessionClassLoader session = over(classes())) {
            assertThatThrownBy(() -> session.loadClass(ASKED))
                    .isInstanceOf(ClassNotFoundException.class)
                    .hasMessage(ASKED)
                    .rootCause()
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("the answer with class " + ASKED + " is damaged: ");
            answer = whole;
            assertThat(session.loadClass(ASKED)).isNotNull();
        }
    }

    @Test
    void loadClass_onAnInterruptedThread_findsWhatCameAhead() throws Exception {
        answer = batch(false);
        try (SessionClassLoader session = over(classes())) {
            Thread.currentThread().interrupt();
            session.loadClass(ASKED);
            session.loadClass(AHEAD);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void keptClasses_overTheBound_loseTheOldest() {
        KeptClasses kept = new KeptClasses();
        byte[] half = new byte[KeptClasses.MAX_BYTES / 2];
        kept.add(Map.of("a.A", half));
        kept.add(Map.of("a.B", half));
        kept.add(Map.of("a.B", half));
        assertThat(kept.get("a.A")).isNotNull();
        kept.add(Map.of("a.C", new byte[1]));
        assertThat(kept.get("a.A")).isNull();
        assertThat(kept.get("a.B")).isNotNull();
        assertThat(kept.get("a.C")).isNotNull();
    }
}
