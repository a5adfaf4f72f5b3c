package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiNotSerializable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collections are filled as Java's serialization does it, and before anybody looks into them, to a daemon and back. */
@Tag("jdk")
@SuppressWarnings({"serial", "JdkObsolete", "UnusedMethod"}) // users write such classes
final class FilledCollectionTest {

    private final TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    private Object there(Object value) throws Exception {
        return Objects.requireNonNull(sides.run(() -> value));
    }

    // ---- What is overridden ----

    /** Counts what is added, and adds something else. */
    interface Counting {
        int calls();
    }

    static class CountingList extends ArrayList<String> implements Counting {
        int calls;

        @Override
        public boolean add(String element) {
            calls++;
            return super.add(element + "!");
        }

        @Override
        public Object[] toArray() {
            return new Object[] {"never"};
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    /** Below another that overrides. */
    static final class CountingBelow extends CountingList {
        final String own = "own".toUpperCase(Locale.ROOT);

        @Override
        public boolean add(String element) {
            return super.add(element + "?");
        }
    }

    static final class CountingSet extends LinkedHashSet<String> implements Counting {
        int calls;

        @Override
        public boolean add(String element) {
            calls++;
            return super.add(element + "!");
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static final class CountingTree extends TreeSet<String> implements Counting {
        int calls;

        CountingTree() {
            super(Comparator.reverseOrder());
        }

        @Override
        public boolean add(String element) {
            calls++;
            return super.add(element + "!");
        }

        @Override
        public Iterator<String> iterator() {
            return calls < 0 ? super.iterator() : List.of("never").iterator();
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static final class CountingDeque extends ArrayDeque<String> implements Counting {
        int calls;

        @Override
        public void addLast(String element) {
            calls++;
            super.addLast(element + "!");
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static final class CountingQueue extends PriorityQueue<String> implements Counting {
        int calls;

        @Override
        public boolean offer(String element) {
            calls++;
            return super.offer(element + "!");
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static Stream<Collection<String>> collections() {
        return Stream.of(
                new CountingList(),
                new CountingBelow(),
                new CountingSet(),
                new CountingTree(),
                new CountingDeque(),
                new CountingQueue());
    }

    @ParameterizedTest
    @MethodSource("collections")
    void run_collectionThatOverridesAdd_isFilledPastIt(Collection<String> collection) throws Exception {
        collection.add("b");
        collection.add("a");
        Object back = there(collection);
        assertThat(back).isInstanceOf(collection.getClass());
        assertThat(((Counting) back).calls()).isEqualTo(2);
        assertThat(back.toString()).isEqualTo(collection.toString());
        if (back instanceof CountingBelow below) {
            assertThat(below.own).isEqualTo("OWN");
        }
    }

    interface Plus extends Counting {
        default String plus(@Nullable String value) {
            return value + "+";
        }
    }

    static final class HashPlus extends HashMap<String, String> implements Plus {
        int calls;

        @Override
        public @Nullable String put(String key, String value) {
            calls++;
            return super.put(key, plus(value));
        }

        @Override
        public @Nullable String get(Object key) {
            return "got " + super.get(key);
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static final class LinkedPlus extends LinkedHashMap<String, String> implements Plus {
        int calls;
        int asked;
        final int limit = Integer.parseInt("2");

        @Override
        public @Nullable String put(String key, String value) {
            calls++;
            return super.put(key, plus(value));
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            asked++;
            return size() > limit;
        }

        @Override
        public int calls() {
            return calls + 100 * (asked - calls);
        }
    }

    static final class TreePlus extends TreeMap<String, String> implements Plus {
        int calls;

        TreePlus() {
            super(Comparator.reverseOrder());
        }

        @Override
        public @Nullable String put(String key, String value) {
            calls++;
            return super.put(key, plus(value));
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static final class ConcurrentPlus extends ConcurrentHashMap<String, String> implements Plus {
        int calls;

        @Override
        public @Nullable String put(String key, String value) {
            calls++;
            return super.put(key, plus(value));
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static final class TablePlus extends Hashtable<String, String> implements Plus {
        int calls;

        @Override
        public synchronized @Nullable String put(String key, String value) {
            calls++;
            return super.put(key, plus(value));
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static final class IdentityPlus extends IdentityHashMap<String, String> implements Plus {
        int calls;

        @Override
        public @Nullable String put(String key, String value) {
            calls++;
            return super.put(key, plus(value));
        }

        @Override
        public int calls() {
            return calls;
        }
    }

    static Stream<Map<String, String>> maps() {
        return Stream.of(
                new HashPlus(),
                new LinkedPlus(),
                new TreePlus(),
                new ConcurrentPlus(),
                new TablePlus(),
                new IdentityPlus());
    }

    @ParameterizedTest
    @MethodSource("maps")
    void run_mapThatOverridesPut_isFilledPastIt(Map<String, String> map) throws Exception {
        map.put("a", "1");
        map.put("b", "2");
        Object back = there(map);
        assertThat(back).isInstanceOf(map.getClass());
        assertThat(((Counting) back).calls()).isEqualTo(2);
        assertThat(((Map<?, ?>) back).entrySet()).hasSize(2);
        if (!(back instanceof IdentityHashMap)) {
            assertThat(back.toString()).isEqualTo(map.toString());
        }
    }

    static final class Weak extends WeakHashMap<Object, Object> {
        int calls;

        @Override
        public @Nullable Object put(Object key, Object value) {
            calls++;
            return super.put(key, value);
        }
    }

    static final class ByUnit extends EnumMap<TimeUnit, String> {
        int calls;

        ByUnit() {
            super(TimeUnit.class);
        }

        @Override
        public @Nullable String put(TimeUnit key, String value) {
            calls++;
            return super.put(key, value + "+");
        }
    }

    @Test
    void run_weakAndEnumMapsThatOverridePut_areFilledPastIt() throws Exception {
        Weak weak = new Weak();
        weak.put(TimeUnit.DAYS, 1);
        Weak weakBack = (Weak) there(weak);
        assertThat(weakBack.calls).isEqualTo(1);
        assertThat(weakBack.entrySet()).isEqualTo(weak.entrySet());
        ByUnit units = new ByUnit();
        ByUnit empty = (ByUnit) there(units);
        empty.put(TimeUnit.DAYS, "x");
        assertThat(empty.get(TimeUnit.DAYS)).isEqualTo("x+");
        units.put(TimeUnit.HOURS, "h");
        ByUnit back = (ByUnit) there(units);
        assertThat(back.calls).isEqualTo(1);
        assertThat(back.entrySet()).isEqualTo(units.entrySet());
    }

    static final class Vectors extends Vector<Object> {
        int own = 1;
    }

    static final class Linked extends LinkedList<Object> {
        int own = 1;
    }

    static final class Copied extends CopyOnWriteArrayList<Object> {
        int own = 1;
    }

    static final class Bounded extends ArrayBlockingQueue<Object> {
        int own = 1;

        Bounded() {
            super(3);
        }
    }

    static final class Skip extends ConcurrentSkipListSet<Object> {
        int own = 1;
    }

    static final class SkipMap extends ConcurrentSkipListMap<Object, Object> {
        int own = 1;
    }

    static final class Blocking extends LinkedBlockingDeque<Object> {
        int own = 1;
    }

    static final class Queue extends ConcurrentLinkedQueue<Object> {
        int own = 1;
    }

    static final class Deque extends ConcurrentLinkedDeque<Object> {
        int own = 1;
    }

    static final class Ordered extends PriorityBlockingQueue<Object> {
        int own = 1;
    }

    @Test
    @SuppressWarnings("unchecked") // whatever they hold
    void run_otherSubclasses_keepTheirElements() throws Exception {
        for (Collection<Object> each : List.of(
                new Vectors(),
                new Linked(),
                new Copied(),
                new Bounded(),
                new Skip(),
                new Blocking(),
                new Queue(),
                new Deque(),
                new Ordered())) {
            each.addAll(List.of("a", "b"));
            Collection<Object> back = (Collection<Object>) there(each);
            assertThat(back).hasSameClassAs(each).containsExactly("a", "b");
            var own = back.getClass().getDeclaredField("own");
            assertThat(own.getInt(back)).isEqualTo(1);
        }
        SkipMap map = new SkipMap();
        map.put("a", 1);
        assertThat(there(map)).isEqualTo(map).isInstanceOf(SkipMap.class);
    }

    // ---- Orders ----

    @Test
    void run_accessOrderedMap_staysOne() throws Exception {
        LinkedHashMap<String, Integer> map = new LinkedHashMap<>(16, 0.75f, true);
        map.put("a", 1);
        map.put("b", 2);
        map.get("a");
        LinkedHashMap<?, ?> back = (LinkedHashMap<?, ?>) there(map);
        assertThat(back.toString()).isEqualTo("{b=2, a=1}");
        back.get("b");
        assertThat(back.toString()).isEqualTo("{a=1, b=2}");
        Map<String, Integer> plain = new LinkedHashMap<>(map);
        Map<?, ?> plainBack = (Map<?, ?>) there(plain);
        plainBack.get("b");
        assertThat(plainBack.toString()).isEqualTo("{b=2, a=1}");
    }

    // ---- Cycles ----

    /** Known by its name, which is read after what it belongs to. */
    static final class Member {
        @Nullable
        Object belongs;

        final String name;

        Member(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Member member && name.equals(member.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static final class Club {
        final Set<Member> members = new HashSet<>();
        final Map<Member, Integer> ages = new LinkedHashMap<>();
        final Set<Member> sorted =
                new TreeSet<>((Comparator<Member> & Serializable) (one, other) -> one.name.compareTo(other.name));
    }

    private static Club club() {
        Club club = new Club();
        for (String name : List.of("b", "a", "c")) {
            Member member = new Member(name);
            member.belongs = club;
            club.members.add(member);
            club.ages.put(member, name.length());
            club.sorted.add(member);
        }
        return club;
    }

    @Test
    void run_keysThatReferBack_areFound() throws Exception {
        for (Object root :
                List.of(club(), List.of(club()), club().members.iterator().next())) {
            Object back = there(root);
            Object first = back instanceof List<?> list ? list.get(0) : back;
            Club club = (Club) (first instanceof Member member ? Objects.requireNonNull(member.belongs) : first);
            assertThat(club.members).hasSize(3).contains(new Member("a"));
            assertThat(club.ages.keySet()).extracting(member -> member.name).containsExactly("b", "a", "c");
            assertThat(club.ages).containsKey(new Member("c"));
            assertThat(club.sorted).extracting(member -> member.name).containsExactly("a", "b", "c");
            assertThat(club.members).allMatch(member -> member.belongs == club);
        }
    }

    @Test
    void run_setThatItsElementHolds_containsIt() throws Exception {
        Set<Object> set = new HashSet<>();
        Member member = new Member("m");
        member.belongs = set;
        set.add(member);
        Set<?> back = (Set<?>) there(set);
        assertThat(back.contains(new Member("m"))).isTrue();
        Member memberBack = (Member) there(member);
        assertThat(((Set<?>) Objects.requireNonNull(memberBack.belongs)).contains(memberBack))
                .isTrue();
    }

    @Test
    void run_tableInsideAKey_isFilledFirst() throws Exception {
        Set<Object> outer = new HashSet<>();
        Set<Object> inner = new HashSet<>();
        Member member = new Member("m");
        member.belongs = outer;
        inner.add(member);
        outer.add(inner);
        Set<?> back = (Set<?>) there(outer);
        assertThat(back.contains(Set.of(new Member("m")))).isTrue();
    }

    static final class Copying implements Serializable {
        final Map<String, Object> map = new HashMap<>();
        transient Map<String, Object> copy = Map.of();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            copy = Map.copyOf(map);
        }
    }

    record Snapshot(Map<Member, String> map, List<Integer> sizes) {
        Snapshot {
            map = Map.copyOf(map);
            sizes = List.of(map.size());
        }
    }

    @Test
    void run_userCodeThatLooksIntoATable_findsItFilled() throws Exception {
        Copying copying = new Copying();
        copying.map.put("self", copying);
        copying.map.put("k", 1);
        Copying back = (Copying) there(copying);
        assertThat(back.copy).hasSize(2).containsEntry("k", 1);
        assertThat(back.copy.get("self")).isSameAs(back);
        Member member = new Member("m");
        Member of = new Member("other");
        member.belongs = of;
        of.belongs = of;
        Snapshot snapshot = new Snapshot(Map.of(member, "x"), List.of());
        Snapshot snapshotBack = (Snapshot) there(snapshot);
        assertThat(snapshotBack.sizes).containsExactly(1);
        assertThat(snapshotBack.map).containsKey(new Member("m"));
    }

    @Test
    void encodeTask_immutableSetWhoseKeyRefersBack_isRefusedAtTheCall() throws Exception {
        Member member = new Member("m");
        for (Object holder : List.of(
                Set.of(new Member("x"), member),
                Map.of(member, 1),
                Map.of(member, 1, "k", 2),
                Set.of(List.of(member)))) {
            member.belongs = new Object[] {holder};
            assertThatThrownBy(() -> sides.host.encodeTask(() -> member, Map.of()))
                    .isInstanceOf(MiraiNotSerializable.class)
                    .hasMessageContaining("Member.belongs -> [0] (java.util.ImmutableCollections")
                    .hasMessageContaining("would be hashed before it is complete");
            assertThatThrownBy(() -> sides.returned(member)).hasMessageContaining("would be hashed");
        }
        member.belongs = Map.of("k", member, 2, Set.of(1, "x"));
        assertThat(((Map<?, ?>) Objects.requireNonNull(((Member) there(member)).belongs)))
                .hasSize(2);
        Club club = new Club();
        Member held = new Member("h");
        held.belongs = Map.of("club", club);
        club.members.add(held);
        Club back = (Club) there(club);
        assertThat(back.members).contains(new Member("h"));
    }

    // ---- With methods of their own ----

    static final class Summed extends ArrayList<Integer> {
        transient int sum;
        final String name = "s".repeat(2);

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(99);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            sum = in.readInt() + stream().mapToInt(i -> i).sum();
        }
    }

    static final class Failure extends RuntimeException {
        transient int code;

        Failure(String message) {
            super(message);
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(code);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            code = in.readInt();
        }
    }

    @Test
    void run_subclassesWithMethods_seeWhatIsAboveThem() throws Exception {
        Summed summed = new Summed();
        summed.addAll(List.of(1, 2));
        Summed back = (Summed) there(summed);
        assertThat(back).containsExactly(1, 2);
        assertThat(back.sum).isEqualTo(102);
        assertThat(back.name).isEqualTo("ss");
        Failure failure = new Failure("f");
        failure.code = 7;
        Failure failureBack = (Failure) there(failure);
        assertThat(failureBack).hasMessage("f");
        assertThat(failureBack.code).isEqualTo(7);
    }

    @Test
    void run_largeTables_areEqual() throws Exception {
        HashPlus large = new HashPlus();
        TreeSet<String> sorted = new TreeSet<>(Comparator.reverseOrder());
        for (int i = 0; i < 100_000; i++) {
            large.put("k" + i, "v" + i);
            sorted.add("k" + i);
        }
        assertThat(((HashPlus) there(large)).entrySet()).isEqualTo(large.entrySet());
        assertThat(new ArrayList<>((TreeSet<?>) there(sorted))).isEqualTo(new ArrayList<>(sorted));
    }
}
