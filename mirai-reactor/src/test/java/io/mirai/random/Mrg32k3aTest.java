package io.mirai.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside R 4.2.2: {@code RNGkind("L'Ecuyer-CMRG"); set.seed(123)}, and {@code parallel::nextRNGStream} again and again. */
class Mrg32k3aTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1806547166 -983674937 643431772 1162448557 -959247990 -133913213,"
                + " 0.1663742155315906 0.38984565788132536 0.75993984869389997",
        "1, 1801422725 -2057975723 1156894209 1595475487 210384600 -1655729657,"
                + " 0.34110639522553665 0.97127266391755884 0.81352721602042699",
        "2, -1618675118 902610736 -520029923 -1096480050 1501459956 -283668411,"
                + " 0.31239933357086536 0.98709779659200969 0.66750800256656129",
        "3, 1788230969 -1347111405 2142194448 1111390192 -462721366 1540954117,"
                + " 0.1494334410135997 0.0019140454004801448 0.94231549138241044"
    })
    void stream_isThatOfR(long leaps, String state, String first) {
        Mrg32k3a stream = Mrg32k3a.ofSeed(123).stream(leaps);
        assertThat(stream.state()).containsExactly(ints(state));
        assertThat(DoubleStream.generate(stream::nextDouble).limit(3).toArray()).containsExactly(doubles(first));
    }

    @Test
    void jump_isTheNextSubstreamOfR() {
        Mrg32k3a generator = Mrg32k3a.ofSeed(123);
        generator.jump();
        assertThat(generator.state())
                .containsExactly(ints("701401935 -355687987 1513178397 1735140456 -1584327974 -452417912"));
    }

    @Test
    void leap_isOneStreamOn() {
        Mrg32k3a generator = Mrg32k3a.ofSeed(123);
        generator.leap();
        generator.leap();
        assertThat(generator.state()).isEqualTo(Mrg32k3a.ofSeed(123).stream(2).state());
    }

    @Test
    void copy_goesOnAlone() {
        Mrg32k3a generator = Mrg32k3a.ofState(1, 2, 3, 4, 5, 6);
        Mrg32k3a copy = generator.copy();
        assertThat(copy.nextLong()).isEqualTo(generator.nextLong());
        copy.nextLong();
        assertThat(copy.state()).isNotEqualTo(generator.state());
    }

    @Test
    void bits_areAllUsed() {
        Mrg32k3a generator = Mrg32k3a.ofSeed(1);
        int[] ones = new int[Long.SIZE];
        for (int i = 0; i < 10_000; i++) {
            long drawn = generator.nextLong();
            for (int bit = 0; bit < Long.SIZE; bit++) {
                ones[bit] += (int) (drawn >>> bit & 1);
            }
        }
        assertThat(Arrays.stream(ones).boxed()).allMatch(n -> n > 4_700 && n < 5_300);
    }

    @Test
    void ofState_takesOnlyWhatIsOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> Mrg32k3a.ofState(0, 0, 0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Mrg32k3a.ofState(1, 1, 1, -1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Mrg32k3a.ofState(1, 2, 3));
    }

    private static int[] ints(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static double[] doubles(String text) {
        return Arrays.stream(text.trim().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
