package io.mirai.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiTooLarge;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.codec.shape.LambdaShapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The length of a body is limited while it is written. */
final class BodyLimitTest {

    private static final int LIMIT = 1_000_000;

    private static EnginePool limited(boolean toDaemon) {
        ClassLoader classes = BodyLimitTest.class.getClassLoader();
        Direction direction = toDaemon
                ? Direction.toDaemon(classes, new SerialConfigs(), LambdaShapes.NONE)
                : Direction.toHost(classes, new SerialConfigs());
        return new EnginePool(() -> Engine.make(direction, LIMIT));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void write_overLimit_isTooLarge(boolean toDaemon) {
        List<Object> value = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            value.add(Collections.singletonList(new byte[100_000]));
        }
        assertThatThrownBy(() -> Doors.write(limited(toDaemon), Texts.TASK, (e, out) -> e.put(out, value)))
                .isInstanceOf(MiraiTooLarge.class)
                .hasMessageStartingWith(
                        "The task cannot be carried to a daemon: it is over the limit of 1,000,000 bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void write_underLimit_isWritten(boolean toDaemon) {
        byte[] value = new byte[LIMIT - 100];
        assertThat(Doors.write(limited(toDaemon), Texts.TASK, (e, out) -> e.put(out, value))
                        .length())
                .isBetween(LIMIT - 100L, (long) LIMIT);
    }
}
