package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is read into a hash table or an order, one after the other as long as the keys are complete. From the first on that is not,
 * all wait until it is, so that they keep their order.
 */
final class Filling implements Waiting {

    /** Puts one key, with its value if it has one, by a method of the JDK. */
    @FunctionalInterface
    interface Putting {
        void put(Object table, @Nullable Object key, @Nullable Object value) throws Exception;

        /** There are no more. */
        default void end(Object table) throws Exception {}
    }

    private record Entry(@Nullable Object key, @Nullable Object value, long weight) {}

    private final Graph graph;
    private final Object target;
    private final Table costs;
    private final Putting putting;
    private final List<Entry> waiting = new ArrayList<>(0);

    private @Nullable Object key;
    private long weight;
    private final boolean ask;
    private boolean complete = true;

    /**
     * Fills a table.
     *
     * @param kind whom a key meets: where it is known by its identity, it need not be complete
     */
    Filling(Graph graph, Object target, Table.Kind kind, int count, long comparing, Putting putting) {
        this.ask = kind != Table.Kind.IDENTITY;
        this.costs = new Table(graph.budget(), kind, count, comparing);
        this.graph = graph;
        this.target = target;
        this.putting = putting;
    }

    /** Reads the next key. */
    void readKey(Input in, int index) {
        key = graph.getKey(in, index);
        weight = graph.keyWeight();
        complete &= !ask || graph.isComplete();
    }

    /** It has this value, or none. */
    void add(@Nullable Object value) throws Exception {
        if (complete) {
            put(key, value, weight);
        } else {
            waiting.add(new Entry(key, value, weight));
        }
    }

    private void put(@Nullable Object ofKey, @Nullable Object value, long weightOfKey) throws Exception {
        if (!graph.direction().toDaemon) {
            costs.add(ofKey, weightOfKey);
        }
        putting.put(target, ofKey, value);
    }

    /** There are no more. */
    void end() throws Exception {
        if (waiting.isEmpty()) {
            putting.end(target);
        } else {
            graph.fillLater(this);
        }
    }

    @Override
    public Object table() {
        return target;
    }

    @Override
    public void fill() {
        try {
            for (Entry each : waiting) {
                put(each.key, each.value, each.weight);
            }
            putting.end(target);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw Refusal.unreadable(target.getClass().getTypeName(), e);
        }
    }
}
