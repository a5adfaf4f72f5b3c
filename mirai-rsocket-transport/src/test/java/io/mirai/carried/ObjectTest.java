package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
final class ObjectTest {

    private final TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    enum Color {
        RED,
        GREEN {
            @Override
            int weight() {
                return 2;
            }
        };

        int weight() {
            return 1;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared by equals
    record Point(int x, double y, String name, int[] more) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    static final class Node {
        final String name;
        Node next;
        List<Node> all = new ArrayList<>();
        transient Thread thread = new Thread();
        final Object lock = new Object();

        Node(String name) {
            this.name = name;
        }
    }

    static final class Replaced implements Serializable {
        private static final long serialVersionUID = 1;
        final transient String text;

        Replaced(String text) {
            this.text = text;
        }

        private Object writeReplace() {
            return new Proxy(text);
        }

        private static final class Proxy implements Serializable {
            private static final long serialVersionUID = 1;
            final String text;

            Proxy(String text) {
                this.text = text;
            }

            private Object readResolve() {
                return new Replaced(text + "*");
            }
        }
    }

    static final class Singleton implements Serializable {
        private static final long serialVersionUID = 1;
        static final Singleton INSTANCE = new Singleton();

        private Object readResolve() {
            return INSTANCE;
        }
    }

    static final class OwnStream implements Serializable {
        private static final long serialVersionUID = 1;
        private transient int value;

        OwnStream(int value) {
            this.value = value;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeInt(value + 1);
        }

        private void readObject(ObjectInputStream in) throws IOException {
            value = in.readInt();
        }
    }

    public static final class External implements Externalizable {
        private int value;

        public External() {}

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(value);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            value = in.readInt();
        }
    }

    static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        final String owner;

        Names(String owner) {
            this.owner = owner;
        }
    }

    static class Cache extends LinkedHashMap<String, Integer> {
        private static final long serialVersionUID = 1;
        private final int limit;

        Cache(int limit) {
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > limit;
        }
    }

    private static Node ring() {
        Node a = new Node("a");
        Node b = new Node("b");
        a.next = b;
        b.next = a;
        a.all.addAll(List.of(a, b));
        return a;
    }

    @Test
    void run_cyclicGraph_keepsIdentityBothWays() throws Exception {
        Node ring = ring();
        assertThat(sides.run(() -> ring.next.next == ring && ring.all.get(0) == ring && ring.lock != null))
                .isEqualTo(true);
        Node back = (Node) sides.run(() -> ring);
        assertThat(back.next.next).isSameAs(back);
        assertThat(back.all.get(1)).isSameAs(back.next);
        assertThat(back.thread).isNull();
        assertThat(back.lock).isNotSameAs(back.next.lock);
    }

    @Test
    void run_listThatContainsItself_keepsIdentity() throws Exception {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<?> back = (List<?>) sides.run(() -> list);
        assertThat(back.get(0) == back).isTrue();
    }

    @Test
    void run_enums_areTheConstants() throws Exception {
        Color[] colors = Color.values();
        assertThat(sides.run(() -> colors[0] == Color.RED && colors[1].weight() == 2))
                .isEqualTo(true);
        assertThat((Color[]) sides.run(() -> colors)).containsExactly(Color.RED, Color.GREEN);
    }

    @Test
    void run_records_areRebuiltByTheirConstructor() throws Exception {
        Point point = new Point(1, 0.5, "p", new int[] {1, 2});
        Point back = (Point) sides.run(() -> point);
        assertThat(back).usingRecursiveComparison().isEqualTo(point);
        assertThat(sides.run(() -> new Positive(3))).isEqualTo(new Positive(3));
    }

    @Test
    void run_writeReplaceAndReadResolve_areHonouredBothWays() throws Exception {
        Replaced one = new Replaced("x");
        Object[] twice = {one, one};
        Object[] back = (Object[]) sides.run(() -> twice);
        assertThat(((Replaced) back[0]).text).isEqualTo("x**");
        assertThat(back[1]).isSameAs(back[0]);
        Singleton singleton = Singleton.INSTANCE;
        assertThat(sides.run(() -> singleton == Singleton.INSTANCE)).isEqualTo(true);
        Object[] singletons = (Object[]) sides.run(() -> new Object[] {singleton, singleton});
        assertThat(singletons).containsExactly(Singleton.INSTANCE, Singleton.INSTANCE);
    }

    @Test
    void run_ownStreamMethods_areUsedToTheDaemon() throws Exception {
        OwnStream own = new OwnStream(4);
        External external = new External();
        external.value = 9;
        assertThat(sides.run(() -> own.value + external.value)).isEqualTo(14);
    }

    @Test
    void run_subclassesOfCollections_keepTheirOwnFields() throws Exception {
        Names names = new Names("me");
        names.add("a");
        Names back = (Names) sides.run(() -> names);
        assertThat(back).containsExactly("a");
        assertThat(back.owner).isEqualTo("me");
        Cache cache = new Cache(2);
        cache.put("a", 1);
        cache.put("b", 2);
        Cache cacheBack = (Cache) sides.run(() -> cache);
        cacheBack.put("c", 3);
        assertThat(cacheBack.keySet()).containsExactly("b", "c");
    }

    @Test
    void run_doubleBraceMap_works() throws Exception {
        Map<String, Integer> map = inStaticContext();
        assertThat(sides.run(() -> map.get("a"))).isEqualTo(1);
    }

    private static Map<String, Integer> inStaticContext() {
        return new HashMap<>() {
            private static final long serialVersionUID = 1;

            {
                put("a", 1);
            }
        };
    }

    @Test
    void run_arrays_keepTheirTypes() throws Exception {
        Object[] arrays = {
            new boolean[] {true, false},
            new byte[] {1},
            new char[] {'x', 'й'},
            new short[] {-1},
            new int[] {Integer.MIN_VALUE},
            new long[] {Long.MAX_VALUE},
            new float[] {0.5f},
            new double[] {Double.NaN},
            new String[] {"a", null},
            new Positive[] {new Positive(1)},
            new int[][] {{1}, {}, null},
            new Comparable<?>[] {1, "x"},
            new Object[0],
        };
        Object[] back = (Object[]) sides.run(() -> arrays);
        assertThat(java.util.Arrays.deepEquals(back, arrays)).isTrue();
        for (int i = 0; i < arrays.length; i++) {
            assertThat(back[i].getClass()).isSameAs(arrays[i].getClass());
        }
    }

    @Test
    void run_strings_keepEveryCharacter() throws Exception {
        String text = "a\u0000\u00e9\u20ac\ud83d\ude00\ud800 lone";
        assertThat(sides.run(() -> text)).isEqualTo(text);
        assertThat(sides.run(() -> "")).isEqualTo("");
        assertThat(sides.run(() -> null)).isNull();
    }

    @Test
    void run_largeBodies_crossChunks() throws Exception {
        double[] numbers = new double[200_000];
        numbers[199_999] = 0.5;
        String text = "é€".repeat(400_000);
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            list.add(i * 7919);
        }
        Object[] all = {numbers, text, list};
        Object[] back = (Object[]) sides.run(() -> all);
        assertThat((double[]) back[0]).containsExactly(numbers);
        assertThat(back[1]).isEqualTo(text);
        assertThat(back[2]).isEqualTo(list);
    }

    @Test
    void encodeTask_largeBody_isCutIntoChunks() {
        byte[] bytes = new byte[1_000_000];
        var body = sides.host.encodeTask(() -> bytes, Map.of());
        assertThat(body.chunks()).hasSize(4);
        assertThat(body.chunks().subList(0, 3)).allMatch(chunk -> chunk.length == 256 * 1024);
        assertThat(body.length())
                .isEqualTo(body.chunks().stream().mapToLong(c -> c.length).sum());
    }

    @Test
    void isTrivial_onlyForSmallPlainValues() {
        assertThat(sides.host.isTrivial(sides.encodeValue(null))).isTrue();
        assertThat(sides.host.isTrivial(sides.encodeValue(1))).isTrue();
        assertThat(sides.host.isTrivial(sides.encodeValue("x"))).isTrue();
        assertThat(sides.host.isTrivial(sides.encodeValue(new double[100]))).isTrue();
        assertThat(sides.host.isTrivial(sides.encodeValue(new double[10_000]))).isFalse();
        assertThat(sides.host.isTrivial(sides.encodeValue(List.of(1)))).isFalse();
        assertThat(sides.host.isTrivial(sides.encodeValue(Color.RED))).isFalse();
        assertThat(sides.host.isTrivial(io.mirai.spi.Body.EMPTY)).isFalse();
    }

    /** Not Serializable: its transient fields are none of Java's business. */
    static final class Cached {
        transient int size = 3;
        transient List<Object> cache = new ArrayList<>();
        transient Object holder = new Object[] {1, new Thread()};
        transient Object again = cache;
        transient double[] numbers = new double[40_000];
        final Object after;

        Cached(Object after) {
            this.after = after;
        }
    }

    static final class CachedSerializable implements Serializable {
        private static final long serialVersionUID = 1;
        transient int size = 3;
        final transient List<Object> cache = new ArrayList<>();
    }

    @Test
    void run_transientFieldsOfOtherClasses_travelIfTheyCan() throws Exception {
        Positive shared = new Positive(7);
        Cached cached = new Cached(new Object[] {shared, new Point(1, 2, "p", new int[0])});
        cached.cache.add(shared);
        ((Object[]) cached.holder)[0] = shared;
        Cached back = (Cached) sides.run(() -> cached);
        assertThat(back.size).isEqualTo(3);
        assertThat(back.cache).containsExactly(shared);
        assertThat(back.holder).isNull();
        assertThat(back.again).isSameAs(back.cache);
        assertThat(back.numbers).hasSize(40_000);
        assertThat(((Object[]) back.after)[0]).isSameAs(back.cache.get(0));
        CachedSerializable serializable = new CachedSerializable();
        CachedSerializable serializableBack = (CachedSerializable) sides.run(() -> serializable);
        assertThat(serializableBack.size).isZero();
        assertThat(serializableBack.cache).isNull();
    }
}
