package io.mirai.codec.rules;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to fill one collection that compares its elements. Keys that meet in one bucket of a hash table are
 * compared with one another, and a daemon that knows how hash codes are made can have all of them meet: then a table of
 * n keys takes n² comparisons. So it is known beforehand where a key will go, and whom it will meet there.
 *
 * <pre>
 *   HASHED   HashMap and the like: only equal hash codes meet; others are told apart, however close
 *   MODULO   Hashtable: chains, by the remainder
 *   MASKED   WeakHashMap: chains, by the lower bits
 *   PROBED   Set.of, Map.of: the next free bucket, in a table of twice the size
 *   SCANNED  CopyOnWriteArraySet: all that are there
 *   SORTED   TreeMap and the like: a logarithm of those that are there
 *   IDENTITY nobody can choose whom they meet
 * </pre>
 */
public final class Table {

    /** Whom a key meets. */
    public enum Kind {
        HASHED,
        MODULO,
        MASKED,
        PROBED,
        SCANNED,
        SORTED,
        IDENTITY
    }

    /** Fewer keys never cost much. */
    private static final int FEW = 16;

    /** So many meet by chance. */
    private static final int BY_CHANCE = 8;

    // How many comparisons take some hundred nanoseconds: in trees and chains they wait for memory.
    private static final int SORTED_PER_UNIT = 32;
    private static final int SCANNED_PER_UNIT = 16;
    private static final int MET_PER_UNIT = 2;

    private static final int FIRST_MODULUS = 11;
    private static final double LOAD = 0.75;
    private static final int SECRET = ThreadLocalRandom.current().nextInt() | 1;

    private final Budget budget;
    private final Kind kind;
    private final int count;
    private final long comparing;
    private final BitSet taken = new BitSet(0);
    private int[] hashes = {};
    private int[] met = {};
    private int size;

    /**
     * Begins one that is empty.
     *
     * @param count how many elements follow
     * @param comparing the weight of what compares them; 0 if they do so themselves
     */
    public Table(Budget budget, Kind kind, int count, long comparing) {
        this.budget = budget;
        this.kind = kind;
        this.count = count;
        this.comparing = comparing;
    }

    /** An element of this weight comes next. */
    public void add(@Nullable Object element, long weight) {
        switch (kind) {
            case SORTED -> budget.compare(1 + log2(size), weight + comparing, SORTED_PER_UNIT);
            case SCANNED -> budget.compare(size, weight, SCANNED_PER_UNIT);
            case IDENTITY -> {}
            default -> {
                if (count > FEW) {
                    long others = meets(element == null ? 0 : element.hashCode());
                    budget.compare(others > BY_CHANCE ? others : 0, weight, MET_PER_UNIT);
                }
            }
        }
        size++;
    }

    private static int log2(int number) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(number);
    }

    private int meets(int hash) {
        if (kind == Kind.PROBED) {
            int capacity = 2 * count;
            int wanted = Math.floorMod(hash, capacity);
            int free = taken.nextClearBit(wanted);
            int wrapped = free < capacity ? free : taken.nextClearBit(0);
            taken.set(wrapped);
            return Math.floorMod(wrapped - wanted, capacity);
        }
        if (size >= met.length * LOAD) {
            grow();
        }
        hashes[size] = hash;
        return met[bucket(hash)]++;
    }

    private void grow() {
        met = new int[met.length == 0 ? FIRST_MODULUS : 2 * met.length + 1];
        hashes = Arrays.copyOf(hashes, met.length);
        for (int i = 0; i < size; i++) {
            met[bucket(hashes[i])]++;
        }
    }

    /** The chains of a table of a power of two are at least as long in the next smaller one. */
    private int bucket(int hash) {
        return switch (kind) {
            case MODULO -> (hash & Integer.MAX_VALUE) % met.length;
            case MASKED -> spread(hash) & (Integer.highestOneBit(met.length) - 1);
            default -> (int) ((((hash * (long) SECRET) & 0xFFFF_FFFFL) * met.length) >>> Integer.SIZE);
        };
    }

    private static int spread(int hash) {
        int h = hash ^ (hash >>> 20) ^ (hash >>> 12);
        return h ^ (h >>> 7) ^ (h >>> 4);
    }
}
