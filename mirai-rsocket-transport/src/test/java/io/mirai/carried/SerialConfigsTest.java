package io.mirai.carried;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.MiraiNotSerializable;
import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.spi.Body;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that the user's own functions carry. */
final class SerialConfigsTest {

    private final transient TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    /** What it holds no other JVM can have. */
    static class Handle {
        final Thread owner = new Thread();
        final String text;

        Handle(String text) {
            this.text = text;
        }
    }

    static final class SpecialHandle extends Handle {
        SpecialHandle(String text) {
            super("special " + text);
        }
    }

    interface Named {
        String name();
    }

    /** Named, and cannot be carried as it is. */
    static final class ByThread implements Named {
        private final Thread thread;

        ByThread(String name) {
            this.thread = new Thread(name);
        }

        @Override
        public String name() {
            return thread.getName();
        }
    }

    record Pair(Object first, Object second) {}

    private static SerialConfig<Handle> single() {
        return SerialConfig.of(Handle.class, h -> h.text.getBytes(UTF_8), b -> new Handle(new String(b, UTF_8)));
    }

    /** What comes back says among how many it was. */
    private static SerialConfig<Handle> together() {
        return SerialConfig.ofAll(
                Handle.class,
                all -> String.join("\n", all.stream().map(h -> h.text).toList()).getBytes(UTF_8),
                bytes -> {
                    List<String> texts = new String(bytes, UTF_8).lines().toList();
                    return texts.stream()
                            .map(text -> new Handle(text + " of " + texts.size()))
                            .toList();
                });
    }

    /** On both sides, as a task of that kind does it. */
    private void set(SerialConfig<?>... configs) throws Exception {
        List<SerialConfig<?>> list = List.of(configs);
        Task<List<SerialConfig<?>>> task = () -> list;
        sides.daemon.serial(sides.ship(task).task().call());
        sides.host.serial(list);
    }

    private Object thereAndBack(Object object) throws Exception {
        return Objects.requireNonNull(sides.run(() -> object));
    }

    private String refusalOf(Object object) {
        return String.valueOf(assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> sides.host.encodeElement(object))
                .actual()
                .getMessage());
    }

    @Test
    void without_itIsRefused() {
        assertThat(refusalOf(new Handle("a"))).contains("java.lang.Thread");
    }

    @Test
    void single_goesThereAndBack_howeverDeep() throws Exception {
        set(single());
        Pair back = (Pair) thereAndBack(new Pair(List.of(new Handle("a")), Map.of("key", new Handle("b"))));
        assertThat(((Handle) ((List<?>) back.first()).get(0)).text).isEqualTo("a");
        assertThat(((Handle) Objects.requireNonNull(((Map<?, ?>) back.second()).get("key"))).text)
                .isEqualTo("b");
    }

    @Test
    void single_onTheDaemonIsAnObjectOfItsClassThere() throws Exception {
        set(single());
        Handle handle = new Handle("a");
        assertThat(sides.run(() -> handle.text + handle.owner.isAlive())).isEqualTo("afalse");
    }

    @Test
    void oneObjectThatOccursTwice_isOneObjectAgain() throws Exception {
        for (SerialConfig<Handle> config : List.of(single(), together())) {
            set(config);
            Handle handle = new Handle("a");
            Pair back = (Pair) thereAndBack(new Pair(handle, handle));
            assertThat(back.first()).isSameAs(back.second());
        }
    }

    @Test
    void together_allOfOneBodyGoAtOnce() throws Exception {
        set(together());
        Pair pair = new Pair(new Handle("a"), List.of(new Handle("b"), new Handle("c")));
        Task<String> task =
                () -> ((Handle) pair.first()).text + ", " + ((Handle) ((List<?>) pair.second()).get(1)).text;
        assertThat(sides.run(task)).isEqualTo("a of 3, c of 3");
        Pair back = (Pair) thereAndBack(pair);
        assertThat(((Handle) back.first()).text).isEqualTo("a of 3 of 3");
    }

    @Test
    void together_isMadeOfLargeBytesToo() throws Exception {
        set(SerialConfig.ofAll(
                Handle.class, all -> new byte[1_000_000], bytes -> List.of(new Handle("" + bytes.length))));
        assertThat(((Handle) thereAndBack(new Handle("a"))).text).isEqualTo("1000000");
    }

    @Test
    void subclasses_areCarriedAsWhatTheyExtend_unlessTheyHaveTheirOwn() throws Exception {
        set(single());
        assertThat(thereAndBack(new SpecialHandle("a"))).isExactlyInstanceOf(Handle.class);
        set(single(), SerialConfig.of(SpecialHandle.class, h -> new byte[0], b -> new SpecialHandle("own")));
        assertThat(((Handle) thereAndBack(new SpecialHandle("a"))).text).isEqualTo("special own");
    }

    @Test
    void interfacesAndClassesOfTheJdk_areCarriedToo() throws Exception {
        set(
                SerialConfig.of(Named.class, n -> n.name().getBytes(UTF_8), b -> new ByThread(new String(b, UTF_8))),
                SerialConfig.of(Thread.class, t -> t.getName().getBytes(UTF_8), b -> new Thread(new String(b, UTF_8))));
        assertThat(((Named) thereAndBack(new ByThread("ann"))).name()).isEqualTo("ann");
        assertThat(((Thread) thereAndBack(new Thread("bob"))).getName()).isEqualTo("bob");
    }

    @Test
    void strangers_mayAnswerWithWhatTheHostHasAFunctionFor() throws Exception {
        set(single());
        Object there = sides.ship(() -> new Handle("a")).task().call();
        assertThat(((Handle) Objects.requireNonNull(sides.ofStranger(there))).text)
                .isEqualTo("a");
    }

    @Test
    void aNewConfiguration_replacesAllBefore_andWhatWasWrittenCanStillBeRead() throws Exception {
        set(single());
        Handle handle = new Handle("a");
        Body before = sides.host.encodeTask(() -> handle.text, Map.of());
        set(SerialConfig.of(Thread.class, t -> new byte[0], b -> new Thread("new")));
        assertThat(sides.daemon.decodeTask(before).task().call()).isEqualTo("a");
        assertThat(((Thread) thereAndBack(new Thread("old"))).getName()).isEqualTo("new");
        Handle back = (Handle) thereAndBack(handle);
        assertThat(back.owner.getName())
                .as("by its fields, with a thread that can be carried")
                .isEqualTo("new");
        set();
        assertThat(refusalOf(handle)).contains("java.lang.Thread");
    }

    @Test
    void toBytes_thatFails_isNamed() throws Exception {
        set(SerialConfig.of(
                Handle.class,
                h -> {
                    throw new IllegalStateException("not " + h.text);
                },
                b -> new Handle("")));
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> sides.host.encodeElement(List.of(new Handle("a"))))
                .withMessage(
                        "The element cannot be carried to a daemon: [0] (io.mirai.carried.SerialConfigsTest$Handle): the"
                                + " toBytes function of its SerialConfig threw java.lang.IllegalStateException: not a")
                .withCauseInstanceOf(IllegalStateException.class);
        set(SerialConfig.of(Handle.class, h -> null, b -> new Handle("")));
        assertThat(refusalOf(new Handle("a"))).endsWith("the toBytes function of its SerialConfig returned null");
    }

    /** What is said where the daemon has sent a handle and the host cannot read it. */
    private String unreadable(SerialConfig<Handle> onDaemon, SerialConfig<Handle> onHost) throws Exception {
        set(onDaemon);
        Object there = sides.ship(() -> new Handle("a")).task().call();
        Body body = sides.encodeValue(there);
        sides.host.serial(List.of(onHost));
        return String.valueOf(assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> sides.host.decodeValue(body))
                .actual()
                .getMessage());
    }

    @Test
    @SuppressWarnings("unchecked")
    void fromBytes_thatFails_isNamed() throws Exception {
        assertThat(unreadable(single(), SerialConfig.of(Handle.class, h -> new byte[0], b -> {
                    throw new IllegalStateException("no");
                })))
                .isEqualTo("The result cannot be rebuilt on the host: io.mirai.carried.SerialConfigsTest$Handle: the"
                        + " fromBytes function of its SerialConfig threw java.lang.IllegalStateException: no");
        assertThat(unreadable(together(), SerialConfig.ofAll(Handle.class, all -> new byte[0], b -> List.of())))
                .endsWith("the fromBytes function of its SerialConfig.ofAll returned 0 objects for 1");
        assertThat(unreadable(
                        together(),
                        SerialConfig.ofAll(
                                Handle.class, all -> new byte[0], b -> new ArrayList<>(Arrays.asList((Handle) null)))))
                .endsWith("the fromBytes function of its SerialConfig returned null");
        assertThat(unreadable(together(), SerialConfig.ofAll(Handle.class, all -> new byte[0], b ->
                        (List<Handle>) (List<?>) List.of("x"))))
                .endsWith("the fromBytes function of its SerialConfig returned a java.lang.String");
    }

    @Test
    void whatTheOtherSideHasNoFunctionFor_isNamed() throws Exception {
        sides.host.serial(List.of(single()));
        Task<Integer> task = () -> 1;
        Body body = sides.host.encodeTask(task, Map.of("handle", new Handle("a")));
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> sides.daemon.decodeTask(body))
                .withMessageContaining(
                        "it was written by a SerialConfig of io.mirai.carried.SerialConfigsTest$Handle, and"
                                + " here there is none: set it by Daemons.everywhere(…) before the task is submitted");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sides.daemon.serial("nonsense"))
                .withMessage("no list of SerialConfigs, but a java.lang.String");
    }
}
