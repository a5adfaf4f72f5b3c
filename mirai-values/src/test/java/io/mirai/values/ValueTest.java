package io.mirai.values;

import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The values of one library, each to a daemon and back: equal, or refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ValueTest {

    /** The size of a large instance. */
    public static final int LARGE = 100_000;

    protected final Sides sides = new Sides();

    protected abstract Stream<Value> values() throws Exception;

    @ParameterizedTest
    @MethodSource("values")
    void run_value_arrivesAsItIsOrIsRefused(Value value) throws Exception {
        value.check(sides);
    }
}
