package io.mirai.random;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The combined multiple recursive generator MRG32k3a of Pierre L'Ecuyer, which R calls L'Ecuyer-CMRG: {@link #nextDouble} is R's
 * {@code runif}, {@link #leap} is {@code nextRNGStream}, and {@link #jump} is {@code nextRNGSubStream}. Not thread-safe.
 *
 * <pre>
 *   x(n) =  1403580 x(n−2) −  810728 x(n−3)   mod m1 = 2^32 −   209
 *   y(n) =   527612 y(n−1) − 1370589 y(n−3)   mod m2 = 2^32 − 22853
 *   u(n) = (x(n) − y(n) mod m1), between 0 and 1
 * </pre>
 *
 * @see <a href="https://doi.org/10.1287/opre.50.6.1073.358">L'Ecuyer, Simard, Chen, Kelton: An Object-Oriented Random-Number
 *     Package with Many Long Streams and Substreams</a>
 */
public final class Mrg32k3a implements RandomGenerator.LeapableGenerator {

    /** How many numbers the state has. */
    public static final int STATE_SIZE = 6;

    private static final long M1 = 4294967087L;
    private static final long M2 = 4294944443L;
    private static final long A12 = 1403580;
    private static final long A13 = M1 - 810728;
    private static final long A21 = 527612;
    private static final long A23 = M2 - 1370589;
    private static final double NORM = 2.328306549295728e-10; // 1 / (M1 + 1)

    private static final int JUMP = 76;
    private static final int LEAP = 127;
    private static final Modular X = new Modular(M1, new long[][] {{0, 1, 0}, {0, 0, 1}, {A13, A12, 0}});
    private static final Modular Y = new Modular(M2, new long[][] {{0, 1, 0}, {0, 0, 1}, {A23, 0, A21}});

    private static final int SCRAMBLES = 50;
    private static final int LCG = 69069;

    private final long[] x;
    private final long[] y;

    private Mrg32k3a(long[] x, long[] y) {
        this.x = x;
        this.y = y;
    }

    /** In the state of R after {@code set.seed(seed)} with this kind of generator. */
    public static Mrg32k3a ofSeed(int seed) {
        int scrambled = seed;
        for (int i = 0; i < SCRAMBLES; i++) {
            scrambled = LCG * scrambled + 1;
        }
        int[] state = new int[STATE_SIZE];
        for (int i = 0; i < STATE_SIZE; i++) {
            do {
                scrambled = LCG * scrambled + 1;
            } while (Integer.toUnsignedLong(scrambled) >= M2);
            state[i] = scrambled;
        }
        return ofState(state);
    }

    /**
     * In a state of R's, as the last six numbers of {@code .Random.seed}.
     *
     * @throws IllegalArgumentException if it is none: see the moduli, and neither half may be all zeros
     */
    public static Mrg32k3a ofState(int... state) {
        long[] wide = Arrays.stream(state).mapToLong(Integer::toUnsignedLong).toArray();
        if (!isState(wide)) {
            throw new IllegalArgumentException("no state of MRG32k3a: " + Arrays.toString(state));
        }
        return new Mrg32k3a(Arrays.copyOf(wide, STATE_SIZE / 2), Arrays.copyOfRange(wide, STATE_SIZE / 2, STATE_SIZE));
    }

    private static boolean isState(long[] wide) {
        return wide.length == STATE_SIZE
                && wide[0] < M1
                && wide[1] < M1
                && wide[2] < M1
                && wide[3] < M2
                && wide[4] < M2
                && wide[5] < M2
                && (wide[0] | wide[1] | wide[2]) != 0
                && (wide[3] | wide[4] | wide[5]) != 0;
    }

    /** In a state that nobody can foretell. */
    public static Mrg32k3a unforeseen() {
        return ofSeed(new SecureRandom().nextInt());
    }

    /** The state, as R has it. */
    public int[] state() {
        int[] state = new int[STATE_SIZE];
        for (int i = 0; i < STATE_SIZE / 2; i++) {
            state[i] = (int) x[i];
            state[i + STATE_SIZE / 2] = (int) y[i];
        }
        return state;
    }

    /** Another one, as many leaps from here. */
    public Mrg32k3a stream(long leaps) {
        Mrg32k3a stream = copy();
        X.advance(stream.x, X.leap, leaps);
        Y.advance(stream.y, Y.leap, leaps);
        return stream;
    }

    private long next() {
        long nextX = (A12 * x[1] + remainder(A13 * x[0], M1)) % M1;
        long nextY = (A21 * y[2] + remainder(A23 * y[0], M2)) % M2;
        push(x, nextX);
        push(y, nextY);
        return nextX > nextY ? nextX - nextY : nextX - nextY + M1;
    }

    private static void push(long[] state, long next) {
        state[0] = state[1];
        state[1] = state[2];
        state[2] = next;
    }

    private static long remainder(long product, long modulus) {
        return Long.remainderUnsigned(product, modulus);
    }

    @Override
    public double nextDouble() {
        return next() * NORM;
    }

    /** Of two numbers, of which each is 1 to 2^32 − 209. */
    @Override
    public long nextLong() {
        return (next() << Integer.SIZE) ^ next();
    }

    @Override
    public Mrg32k3a copy() {
        return new Mrg32k3a(x.clone(), y.clone());
    }

    @Override
    public void jump() {
        X.advance(x, X.jump, 1);
        Y.advance(y, Y.jump, 1);
    }

    @Override
    public double jumpDistance() {
        return Math.pow(2, JUMP);
    }

    @Override
    public void leap() {
        X.advance(x, X.leap, 1);
        Y.advance(y, Y.leap, 1);
    }

    @Override
    public double leapDistance() {
        return Math.pow(2, LEAP);
    }

    /** One of the two recurrences, as a matrix of three rows modulo a number below 2^32. */
    private static final class Modular {

        private static final int N = 3;

        final long[][] jump;
        final long[][] leap;
        private final long modulus;

        Modular(long modulus, long[][] step) {
            this.modulus = modulus;
            this.jump = squared(step, JUMP);
            this.leap = squared(jump, LEAP - JUMP);
        }

        private long[][] squared(long[][] matrix, int times) {
            long[][] square = matrix;
            for (int i = 0; i < times; i++) {
                square = multiply(square, square);
            }
            return square;
        }

        /** Moves a state on, by so many times what the matrix does. */
        void advance(long[] state, long[][] matrix, long times) {
            long[][] square = matrix;
            for (long left = times; left != 0; left >>>= 1) {
                if ((left & 1) != 0) {
                    apply(square, state);
                }
                square = left == 1 ? square : multiply(square, square);
            }
        }

        private void apply(long[][] matrix, long[] state) {
            long[] before = state.clone();
            for (int row = 0; row < N; row++) {
                state[row] = sum(matrix[row], before[0], before[1], before[2]);
            }
        }

        private long[][] multiply(long[][] left, long[][] right) {
            long[][] product = new long[N][N];
            for (int row = 0; row < N; row++) {
                for (int column = 0; column < N; column++) {
                    product[row][column] = sum(left[row], right[0][column], right[1][column], right[2][column]);
                }
            }
            return product;
        }

        private long sum(long[] row, long first, long second, long third) {
            return (remainder(row[0] * first, modulus)
                            + remainder(row[1] * second, modulus)
                            + remainder(row[2] * third, modulus))
                    % modulus;
        }
    }
}
