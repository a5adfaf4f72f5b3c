package io.mirai.codec;

import io.mirai.codec.jdk.Instances;
import java.net.URL;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What one result may cost the host: no more than in proportion to its bytes. Three things could cost
 * more: declared lengths, since each level of nesting may declare all the bytes that are left; parts
 * that many values refer to and each copies, and capacities, which have no bytes of their own; and
 * hash codes, since a collection that is referred to twice is hashed twice, and so on at each level
 * above it.
 *
 * <p>For the last, objects are weighed as they are read: an object weighs one and what is inside, and
 * what is referred to counts again with its whole weight.
 */
final class Budget {

    private static final int FREE = 64 * 1024;
    private static final int PER_BYTE = 16;

    /** Small things are shared by all kinds of honest results, and multiply a body by a constant only. */
    private static final int SMALL = 256;

    private static final int MAX_KEPT = 1024;
    private static final long MAX_WEIGHT = 1L << 40;

    private final Map<Class<?>, Boolean> hashedByIdentity = new HashMap<>();
    private final BitSet withUrl = new BitSet();
    private long[] weights = new long[MAX_KEPT];
    private long declarable;
    private long spendable;
    private long weight;
    private long urls;

    void open(long bodyLength) {
        declarable = bodyLength;
        spendable = FREE + PER_BYTE * bodyLength;
        weight = 0;
        urls = 0;
        withUrl.clear();
    }

    /** The graph is read: what a large one needed is not kept. */
    void close() {
        if (weights.length > MAX_KEPT) {
            weights = new long[MAX_KEPT];
        }
    }

    /** Elements follow that have these bytes of their own at least. */
    void declare(long bytes) {
        declarable -= bytes;
        if (declarable < 0) {
            throw new Refusal(null, Texts.lengthsOverBody(), null);
        }
    }

    /** Memory or time is wanted that no bytes stand for. */
    void spend(long units) {
        spendable -= units;
        if (spendable < 0) {
            throw new Refusal(null, Texts.overBudget(), null);
        }
    }

    /** A value copies a part of this size. */
    void copy(long size) {
        if (size > SMALL) {
            spend(size);
        }
    }

    /** The hash code is wanted of all that was read since this mark. */
    void hash(Mark since) {
        if (urls > since.urls) {
            throw new Refusal(URL.class, Texts.urlAsksNames());
        }
        copy(weight - since.weight);
    }

    /** Where the reading of an object begins. */
    record Mark(long weight, long urls) {}

    Mark mark() {
        return new Mark(weight, urls);
    }

    /** An object is about to be read, which gets this number unless it turns out to be none. */
    Mark begin(int id) {
        if (id >= weights.length) {
            weights = Arrays.copyOf(weights, 2 * id);
        }
        weights[id] = -1 - weight;
        Mark mark = mark();
        weight++;
        return mark;
    }

    /** It has been read. */
    void end(int id, Mark begun, Object object) {
        if (object instanceof URL) {
            urls++;
        }
        if (!(object instanceof String) && isHashedByIdentity(object.getClass())) {
            weight = begun.weight + 1;
            urls = begun.urls;
        }
        weights[id] = Math.min(MAX_WEIGHT, weight - begun.weight);
        withUrl.set(id, urls > begun.urls);
    }

    /** An object is referred to that was begun before, and perhaps is not complete. */
    void repeat(int id) {
        long known = weights[id];
        if (known >= 0) {
            weight += known;
            urls += withUrl.get(id) ? 1 : 0;
        } else {
            weight += Math.min(MAX_WEIGHT, weight + 1 + known);
            urls += urls > 0 ? 1 : 0;
        }
    }

    private boolean isHashedByIdentity(Class<?> type) {
        return hashedByIdentity.computeIfAbsent(type, Budget::hasPlainHashCode);
    }

    private static boolean hasPlainHashCode(Class<?> type) {
        if (Instances.isPlatform(type)) {
            return Throwable.class.isAssignableFrom(type);
        }
        return !type.isArray() && (type.isHidden() || !Magic.hashesItself(type));
    }
}
