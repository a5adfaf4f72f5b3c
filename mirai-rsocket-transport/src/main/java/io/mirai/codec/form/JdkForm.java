package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.JdkValue;
import io.mirai.codec.rules.Budget;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Hashes;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Table;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of the JDK by its parts. */
final class JdkForm extends Form {

    private final JdkValue value;

    JdkForm(JdkValue value) {
        this.value = value;
    }

    @Override
    boolean isMadeLast() {
        return true;
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        @Nullable Object[] parts = value.take(object);
        out.writeVarInt(parts.length, true);
        for (Object part : parts) {
            graph.put(out, part);
            if (value.hashesParts() && !graph.isComplete()) {
                checkKeys(graph, part);
            }
        }
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        Object[] parts = new Object[graph.readCount(in, 1)];
        Budget.Mark begun = graph.budget().mark();
        for (int i = 0; i < parts.length; i++) {
            parts[i] = graph.get(in);
            if (value.hashesParts() && !graph.isComplete()) {
                checkKeys(graph, parts[i]);
            }
        }
        if (!graph.direction().toDaemon) {
            guard(graph, parts, begun);
            return value.makeOnHost(parts);
        }
        return value.make(parts);
    }

    /**
     * A part refers to an object around it. A value that cannot change afterwards is made before that one is complete: its keys must
     * not be asked for a hash code that is another later.
     */
    private void checkKeys(Graph graph, @Nullable Object part) {
        switch (value.name()) {
            case "java.util.ImmutableCollections$Set12", "java.util.ImmutableCollections$SetN" -> checkKey(part);
            case "java.util.concurrent.ConcurrentHashMap$KeySetView" -> {
                if (part instanceof Object[] keys) {
                    Arrays.asList(keys).forEach(this::checkKey);
                }
            }
            case "java.util.ImmutableCollections$Map1", "java.util.ImmutableCollections$MapN" -> {
                if (part instanceof Map<?, ?> map && graph.fillNow(map)) {
                    map.keySet().forEach(this::checkKey);
                }
            }
            default -> {}
        }
    }

    private void checkKey(@Nullable Object key) {
        if (key != null && Hashes.followContents(key)) {
            throw new Refusal(value.name(), Texts.hashedInCycle(), null);
        }
    }

    /** Before a value is made on the host from parts that a daemon chose. */
    private void guard(Graph graph, Object[] parts, Budget.Mark begun) {
        if (value.hashesParts()) {
            graph.budget().hash(begun);
        }
        for (Object part : parts) {
            if (part instanceof Class<?> type && type.isEnum()) {
                ClassList.admit(graph.direction(), type);
            }
            if (!value.keepsParts()) {
                graph.budget().copy(sizeOf(part));
            }
        }
        graph.budget().spend(value.costToMake(parts));
        if (value.hashesParts()) {
            fill(graph, keysAmong(parts), graph.budget().weightSince(begun));
        }
    }

    private void fill(Graph graph, Collection<?> keys, long weight) {
        graph.budget().spend(keys.size());
        boolean immutable = value.name().startsWith("java.util.ImmutableCollections$");
        Table.Kind kind = immutable ? Table.Kind.PROBED : Table.Kind.HASHED;
        Table table = new Table(graph.budget(), kind, keys.size(), 0);
        long each = weight / Math.max(1, keys.size()) + 1;
        keys.forEach(key -> table.add(key, each));
    }

    /** What goes into a hash table that no other form has filled. */
    private Collection<?> keysAmong(Object[] parts) {
        return switch (value.name()) {
            case "java.util.ImmutableCollections$SetN", "java.util.ImmutableCollections$Set12" -> Arrays.asList(parts);
            case "java.util.ImmutableCollections$MapN", "java.util.ImmutableCollections$Map1" ->
                ((Map<?, ?>) parts[0]).keySet();
            case "java.util.concurrent.ConcurrentHashMap$KeySetView" -> Arrays.asList((Object[]) parts[1]);
            case "java.util.Properties" -> ((Map<?, ?>) parts[1]).keySet();
            default -> List.of();
        };
    }

    private static long sizeOf(@Nullable Object part) {
        if (part instanceof CharSequence text) {
            return text.length();
        }
        if (part instanceof Collection<?> collection) {
            return collection.size();
        }
        if (part instanceof Map<?, ?> map) {
            return 4L * map.size(); // an entry is an object
        }
        return part != null && part.getClass().isArray() ? Array.getLength(part) : 0;
    }
}
