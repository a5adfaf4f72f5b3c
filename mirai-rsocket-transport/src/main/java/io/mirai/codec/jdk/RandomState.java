package io.mirai.codec.jdk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link Random}, which continues the same sequence elsewhere. No method tells it, but
 * its serialized form ends with it, by its specification: whether a Gaussian number is pending, that
 * number, the 48-bit seed. A seed can be set; a pending number comes only from {@link
 * Random#nextGaussian()}, so the writer counts how many
 * numbers were drawn since, and the reader winds the generator back to before that call.
 */
final class RandomState {

    private static final int STATE_BYTES = 1 + Double.BYTES + Long.BYTES;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long INCREMENT = 0xBL;
    private static final long MASK = (1L << 48) - 1;
    private static final long INVERSE = inverse();
    private static final int DRAWS_OF_PAIR = 4;
    private static final int MAX_STEPS = 4096;

    private RandomState() {}

    private record State(boolean pending, long gaussian, long seed) {}

    static @Nullable Object[] take(Random random) throws IOException {
        State state = stateOf(random);
        return JdkTable.parts(state.seed, state.pending ? stepsSince(state) : null);
    }

    /** How many numbers were drawn since the pending Gaussian number was. */
    private static int stepsSince(State state) {
        long after = state.seed;
        for (int steps = 0; steps <= MAX_STEPS; steps++) {
            if (Double.doubleToLongBits(pendingAfter(back(after, DRAWS_OF_PAIR))) == state.gaussian) {
                return steps;
            }
            after = back(after, 1);
        }
        throw new NotCarried(Texts.pendingGaussian());
    }

    static Object make(Object[] parts) {
        long seed = (long) parts[0];
        if (parts[1] == null) {
            return at(seed);
        }
        int steps = (int) parts[1];
        long before = steps < 0 || steps > MAX_STEPS ? seed : back(seed, steps + DRAWS_OF_PAIR);
        if (Double.isNaN(pendingAfter(before))) {
            throw new NotCarried(Texts.pendingGaussian());
        }
        Random random = at(before);
        random.nextGaussian();
        for (int i = 0; i < steps; i++) {
            random.nextInt();
        }
        return random;
    }

    /** The second of the pair that nextGaussian() draws from this seed, by its specification; NaN if it draws again. */
    private static double pendingAfter(long seed) {
        long first = next(seed);
        long second = next(first);
        long third = next(second);
        double v1 = 2 * uniform(first, second) - 1;
        double v2 = 2 * uniform(third, next(third)) - 1;
        double s = v1 * v1 + v2 * v2;
        return s >= 1 || s == 0 ? Double.NaN : v2 * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
    }

    private static double uniform(long high, long low) {
        return ((high >>> (48 - 26) << 27) + (low >>> (48 - 27))) * 0x1.0p-53;
    }

    private static long next(long seed) {
        return (seed * MULTIPLIER + INCREMENT) & MASK;
    }

    private static long back(long seed, int steps) {
        long earlier = seed;
        for (int i = 0; i < steps; i++) {
            earlier = ((earlier - INCREMENT) * INVERSE) & MASK;
        }
        return earlier;
    }

    private static Random at(long seed) {
        return new Random((seed ^ MULTIPLIER) & MASK);
    }

    private static State stateOf(Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(random);
        }
        ByteBuffer state = ByteBuffer.wrap(bytes.toByteArray());
        state.position(state.limit() - STATE_BYTES - 1);
        return new State(state.get() != 0, state.getLong(), state.getLong());
    }

    /** Computes the inverse of the multiplier, modulo 2^48, by Newton's iteration. */
    private static long inverse() {
        long inverse = MULTIPLIER;
        for (int i = 0; i < 6; i++) {
            inverse *= 2 - MULTIPLIER * inverse;
        }
        return inverse & MASK;
    }
}
