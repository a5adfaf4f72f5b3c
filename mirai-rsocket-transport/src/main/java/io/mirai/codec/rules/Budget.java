package io.mirai.codec.rules;

import io.mirai.codec.jdk.Instances;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.net.URL;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * What one result may cost the host: no more than in proportion to its bytes. Three things could cost
 * more: declared lengths, since each level of nesting may declare all the bytes that are left; parts
 * that many values refer to and each copies, and capacities, which have no bytes of their own; and
 * hash codes and comparisons, since a collection that is referred to twice is hashed twice, and so on at each level
 * above it, and since the keys of a table may be chosen so that all meet, see {@link Table}.
 *
 * <p>For the last, objects are weighed as they are read: an object weighs one and what is inside, and
 * what is referred to counts again with its whole weight.
 */
public final class Budget {

    private static final int FREE = 64 * 1024;
    private static final int PER_BYTE = 16;

    /** Small things are shared by all kinds of honest results, and multiply a body by a constant only. */
    private static final int SMALL = 256;

    private static final int CHARS_PER_UNIT = 16;
    private static final int NUMBERS_PER_UNIT = 8;
    private static final int BITS_PER_LIMB = 32;
    private static final int SQUARE_LIMBS_PER_UNIT = 64;

    private static final int MAX_KEPT = 1024;
    private static final long MAX_WEIGHT = 1L << 40;

    private final Map<Class<?>, Boolean> hashedByIdentity = new HashMap<>();
    private final BitSet withUrl = new BitSet();
    private long[] weights = new long[MAX_KEPT];
    private long declarable;
    private long spendable;
    private long weight;
    private long urls;

    public void open(long bodyLength) {
        declarable = bodyLength;
        spendable = FREE + PER_BYTE * bodyLength;
        weight = 0;
        urls = 0;
        withUrl.clear();
    }

    /** The graph is read: what a large one needed is not kept. */
    public void close() {
        if (weights.length > MAX_KEPT) {
            weights = new long[MAX_KEPT];
        }
    }

    /** Elements follow that have these bytes of their own at least. */
    public void declare(long bytes) {
        declarable -= bytes;
        if (declarable < 0) {
            throw new Refusal(null, Texts.lengthsOverBody(), null);
        }
    }

    /** Memory or time is wanted that no bytes stand for. */
    public void spend(long units) {
        spendable -= units;
        if (spendable < 0) {
            throw new Refusal(null, Texts.overBudget(), null);
        }
    }

    /**
     * An element of this weight is compared with so many others, and is so again whenever the collection is compared
     * that it lies in.
     */
    void compare(long others, long weightOfEach, int perUnit) {
        long units = Math.min(MAX_WEIGHT, others * Math.min(MAX_WEIGHT, weightOfEach) / perUnit);
        spend(units);
        weight += units;
    }

    /** A value copies a part of this size. */
    public void copy(long size) {
        if (size > SMALL) {
            spend(size);
        }
    }

    /** The hash code is wanted of all that was read since this mark. */
    public void hash(Mark since) {
        if (urls > since.urls) {
            throw new Refusal(URL.class, Texts.urlAsksNames());
        }
        copy(weight - since.weight);
    }

    /** Where the reading of an object begins. */
    public record Mark(long weight, long urls) {}

    public Mark mark() {
        return new Mark(weight, urls);
    }

    /** The weight of all that was read so far. */
    public long weight() {
        return weight;
    }

    /** The weight of all that was read since this mark. */
    public long weightSince(Mark begun) {
        return weight - begun.weight;
    }

    /** An object is about to be read, which gets this number unless it turns out to be none. */
    public Mark begin(int id) {
        if (id >= weights.length) {
            weights = Arrays.copyOf(weights, 2 * id);
        }
        weights[id] = -1 - weight;
        Mark mark = mark();
        weight++;
        return mark;
    }

    /** It has been read. */
    public void end(int id, Mark begun, Object object) {
        if (object instanceof URL) {
            urls++;
        }
        if (object instanceof String text) {
            weight += text.length() / CHARS_PER_UNIT;
        } else if (isHashedByIdentity(object.getClass()) && !(object instanceof Comparator)) {
            weight = begun.weight + 1;
            urls = begun.urls;
        } else {
            weight += ofNumbers(object);
        }
        weights[id] = Math.min(MAX_WEIGHT, weight - begun.weight);
        withUrl.set(id, urls > begun.urls);
    }

    /** Decimals of different scales are multiplied until they can be compared. */
    private static long ofNumbers(Object object) {
        if (object instanceof BigDecimal decimal) {
            long limbs = decimal.unscaledValue().bitLength() / BITS_PER_LIMB;
            return limbs * limbs / SQUARE_LIMBS_PER_UNIT;
        }
        Class<?> component = object.getClass().getComponentType();
        return component != null && component.isPrimitive() ? Array.getLength(object) / NUMBERS_PER_UNIT : 0;
    }

    /** An object is referred to that was begun before, and perhaps is not complete. */
    public void repeat(int id) {
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
        return Hashes.isByIdentity(type);
    }
}
