package io.mirai.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.esotericsoftware.kryo.kryo5.io.Output;
import com.sun.management.ThreadMXBean;
import io.mirai.MiraiNotSerializable;
import io.mirai.carried.Listed;
import io.mirai.codec.form.NumberedTypes;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Results of a daemon that the host did not start, and that no honest one writes. The host has submitted the task of {@link Listed}, so the
 * classes beside that one are on its list.
 */
@Tag("jdk")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileStrangerTest {

    private static final int NEW_NAME = 1;
    private static final int NEW_OBJECT = 1;
    private static final int FIRST_REFERENCE = 2;
    private static final long MAX_ALLOCATED_BYTES = 4 * 1024 * 1024;

    private final ClassLoader classes = HostileStrangerTest.class.getClassLoader();
    private final HostCodec host = new HostCodec(classes, new ResultClasses(Set.of(), Set.of()));
    private final Codec strangers = host.forStrangers();
    private final EnginePool daemon = new EnginePool(Direction.toHost(classes, new SerialConfigs()));

    HostileStrangerTest() {
        assertThat(host.encodeTask(Listed.task(), Map.of()).length()).isPositive();
    }

    private Body body(Engine.Writing graph) {
        return Doors.write(daemon, "The body", graph);
    }

    private Body value(Object value) {
        return body((e, out) -> e.put(out, value));
    }

    private static void named(Engine e, Output out, String name) {
        out.writeVarInt(NEW_NAME, true);
        e.putText(out, name);
        out.writeVarInt(NEW_OBJECT, true);
    }

    private static int numberOf(Class<?> type) {
        return Objects.requireNonNull(NumberedTypes.byClass(type)).getId();
    }

    private static int numbered(Engine e, Output out, Class<?> type) {
        out.writeVarInt(numberOf(type), true);
        out.writeVarInt(NEW_OBJECT, true);
        return e.references.addWrittenObject(new Object());
    }

    private void assertRefused(Body body, String why) {
        assertThat(catchThrowable(() -> strangers.decodeValue(body))).isNotNull(); // what is loaded once is loaded now
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        Throwable refusal = catchThrowable(() -> strangers.decodeValue(body));
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(refusal)
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageStartingWith("The result cannot be rebuilt on the host: ")
                .hasMessageContaining(why);
        assertThat(allocated).isLessThan(MAX_ALLOCATED_BYTES + 16 * body.length());
        assertThat(Listed.ran).isEmpty();
    }

    // Wrong values of listed classes.

    @Test
    void value_ofAListedClass_isRead() {
        assertThat(strangers.decodeValue(value(new Listed.Fit(1, "x")))).isEqualTo(new Listed.Fit(1, "x"));
        assertThat(strangers.decodeValue(value(Listed.Level.LOW))).isEqualTo(Listed.Level.LOW);
    }

    @Test
    void enumConstant_thatDoesNotExist_isRefused() {
        assertRefused(
                body((e, out) -> {
                    out.writeVarInt(NEW_NAME, true);
                    e.putText(out, Listed.Level.class.getName());
                    e.putText(out, "HIGH\u001b[31m");
                }),
                "it has no constant HIGH\\u001b[31m here");
    }

    @Test
    void record_withTooManyComponents_isRefused() {
        assertRefused(
                body((e, out) -> {
                    named(e, out, Listed.Fit.class.getName());
                    out.writeVarInt(3, true);
                    out.writeInt(1);
                }),
                "it has 3 fields there and 2 here");
    }

    @Test
    void record_withAComponentOfAnotherClass_isRefused() {
        assertRefused(
                body((e, out) -> {
                    named(e, out, Listed.Fit.class.getName());
                    out.writeVarInt(2, true);
                    out.writeVarInt(1, false);
                    e.put(out, 5L);
                }),
                "it cannot be put together");
    }

    // Code.

    /** The comparator asks the lambda as soon as the set has two elements. */
    @Test
    void lambda_thatASortedSetWouldRun_isRefused() {
        TreeSet<Object> set = new TreeSet<>(java.util.Comparator.comparing(Listed.lambda()));
        set.addAll(List.of("a", "b"));
        Body body = value(set);
        Listed.ran = "";
        assertRefused(body, "a lambda is read only of daemons that this host started");
    }

    /** Its class file lies in another place than the task's code. */
    private static final String OF_A_LIBRARY = "org.assertj.core.api.Assertions";

    @ParameterizedTest
    @ValueSource(
            strings = {OF_A_LIBRARY, "no.such.Class", "java.util.NoSuchClass", "java/util/List", "io.mirai.NoSuchClass"
            })
    void constant_ofAnUnlistedClass_isRefused(String owner) {
        assertRefused(
                body((e, out) -> {
                    numbered(e, out, Object.class);
                    e.putText(out, owner + "#LOCK");
                }),
                owner);
    }

    /** A listed class is named, but of its constants only those that stand for such an object. */
    @Test
    void constant_thatIsNone_isRefused() {
        assertThatThrownBy(() -> strangers.decodeValue(body((e, out) -> {
                    numbered(e, out, Object.class);
                    e.putText(out, Listed.class.getName() + "#ran");
                })))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("it has no constant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\"); System.exit(1); (\"",
                "a.B\u202eC",
                "a..B",
                ".a",
                "a.",
                "",
                "a-b",
                "../../etc/passwd",
                "[[Lno.Class",
                "@java.lang.String"
            })
    void name_thatNoClassHas_hasNoLineToCopy(String name) {
        Body body = body((e, out) -> named(e, out, name));
        assertThatThrownBy(() -> strangers.decodeValue(body))
                .isInstanceOf(MiraiNotSerializable.class)
                .message()
                .doesNotContain("allow(", "\u202e");
    }

    /** A loader remembers each name that it was asked for. */
    @Test
    void name_thatNoClassHas_reachesNoLoader() {
        List<String> asked = new ArrayList<>();
        ClassLoader watched = new ClassLoader(classes) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        HostCodec other = new HostCodec(watched, new ResultClasses(Set.of(), Set.of("allowed.")));
        for (String name :
                List.of("no.such.Class", "allowed.NoClass", "io.mirai.NoClass", "java.util.NoClass", OF_A_LIBRARY)) {
            Body body = body((e, out) -> named(e, out, name));
            assertThatThrownBy(() -> other.forStrangers().decodeValue(body)).isInstanceOf(MiraiNotSerializable.class);
        }
        assertThat(asked).isEmpty();
    }

    // Bombs.

    @Test
    void list_nestedTooDeep_isRefused() {
        assertRefused(
                body((e, out) -> {
                    for (int i = 0; i < 100_000; i++) {
                        numbered(e, out, ArrayList.class);
                        out.writeVarInt(1, true);
                    }
                    e.put(out, 1);
                }),
                "the objects are nested deeper than 256 levels");
    }

    /** Each set holds the two of the next level: to hash the first asks the last 2^40 times. */
    @Test
    void sets_thatShareSets_areRefused() {
        assertRefused(
                body((e, out) -> {
                    numbered(e, out, HashSet.class);
                    out.writeVarInt(2, true);
                    writePair(e, out, 40);
                }),
                "to rebuild it would cost far more than its bytes stand for");
    }

    private static int[] writePair(Engine e, Output out, int levels) {
        int first = numbered(e, out, HashSet.class);
        out.writeVarInt(levels == 0 ? 1 : 3, true);
        e.put(out, 1);
        int[] shared = levels == 0 ? new int[0] : writePair(e, out, levels - 1);
        int second = numbered(e, out, HashSet.class);
        out.writeVarInt(shared.length, true);
        for (int id : shared) {
            out.writeVarInt(numberOf(HashSet.class), true);
            out.writeVarInt(id + FIRST_REFERENCE, true);
        }
        return new int[] {first, second};
    }

    // Wrong kinds.

    @Test
    void failure_asAValue_isRefused() {
        assertRefused(Failures.encode(daemon, TaskFailure.Kind.THROWN, new IllegalStateException("x")), "");
        assertRefused(Failures.encode(daemon, TaskFailure.Kind.RESULT_TOO_LARGE, new IllegalStateException("x")), "");
    }

    @Test
    void value_asAFailure_isAFailureThatSaysSo() {
        for (Object value : List.of(1, "text", new Listed.Fit(1, "x"), List.of(1, 2), new byte[100])) {
            TaskFailure failure = strangers.decodeFailure(value(value));
            assertThat(failure.exception())
                    .isInstanceOf(MiraiNotSerializable.class)
                    .hasMessageStartingWith("the daemon's description of a failure cannot be read");
        }
    }

    @Test
    void failure_whoseGraphIsNoException_isItsText() {
        byte[] graph = value(new Listed.Fit(1, "x")).chunks().get(0);
        TaskFailure failure = strangers.decodeFailure(body((e, out) -> {
            out.writeByte(0);
            FailureText.write(e, out, new IllegalStateException("text"));
            out.writeVarInt(graph.length, true);
            out.writeBytes(graph);
        }));
        assertThat(failure.exception()).isInstanceOf(RemoteThrowable.class).hasMessage("text");
    }

    @Test
    void task_asAValue_isRefused() {
        assertRefused(host.encodeTask(Listed.task(), Map.of()), "");
    }

    /** A task begins so that brings variables of jshell along; the host sets none. */
    @Test
    void variablesOfJshell_inAValue_areNotSet() {
        assertRefused(
                body((e, out) -> {
                    out.writeVarInt(1, true);
                    out.writeString(Listed.class.getName());
                    out.writeInt(7);
                    out.writeVarInt(1, true);
                    e.putText(out, Listed.class.getName());
                    e.putText(out, "ran");
                    e.put(out, "set");
                }),
                "");
    }

    // Texts.

    @Test
    void safeLine_withControlCharacters_showsThemEscaped() {
        assertThat(HostCodec.safeLine("a\tb\u001b[2J\u202e")).isEqualTo("a\tb\\u001b[2J\\u202e");
    }

    @Test
    void failure_withControlCharacters_showsThemEscaped() {
        String evil = "a\u001b]0;x\u0007\u202eB";
        Body body = body((e, out) -> {
            out.writeByte(0);
            out.writeVarInt(1, true);
            e.putText(out, evil);
            out.writeBoolean(true);
            e.putText(out, evil);
            out.writeVarInt(1, true);
            for (int i = 0; i < 3; i++) {
                out.writeBoolean(true);
                e.putText(out, evil);
            }
            e.putText(out, evil);
            e.putText(out, evil);
            out.writeBoolean(true);
            e.putText(out, evil);
            out.writeVarInt(1, false);
            out.writeVarInt(1, true);
            out.writeVarInt(-1, false);
            out.writeVarInt(0, true);
        });
        TaskFailure failure = strangers.decodeFailure(body);
        String all = failure.className() + failure.message() + failure.stackTrace() + failure.exception();
        assertThat(all).contains("a\\u001b]0;x\\u0007\\u202eB").doesNotContain("\u001b", "\u0007", "\u202e");
        assertThat(failure.className()).startsWith("a\\u001b");
        assertThat(String.valueOf(failure.message())).startsWith("a\\u001b");
    }
}
