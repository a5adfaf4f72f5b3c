package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiNotSerializable;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.shape.LambdaShape;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lambdas of one place in the code that are sent so often that their shape gets a number. */
class LambdaShapesTest {

    private static final int OFTEN = 40;

    private final TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    private static Task<Integer> plus(int x) {
        return () -> x + 1;
    }

    private Body encode(Task<?> task) {
        return sides.host.encodeTask(task, Map.of());
    }

    @Test
    void lambda_sentOften_isShortAndRight() throws Exception {
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < OFTEN; i++) {
            Body body = encode(plus(i));
            lengths.add(body.length());
            assertThat(sides.daemon.decodeTask(body).task().call()).isEqualTo(i + 1);
        }
        assertThat(lengths.get(0)).isGreaterThan(150);
        assertThat(lengths.get(OFTEN - 1)).isLessThan(20);
    }

    @Test
    void lambdas_ofSeveralPlaces_areNotMixedUp() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            int x = i;
            assertThat(sides.ship(() -> x + 1).task().call()).isEqualTo(i + 1);
            assertThat(sides.ship(() -> x * 2).task().call()).isEqualTo(i * 2);
            assertThat(sides.ship(() -> "x" + x).task().call()).isEqualTo("x" + i);
        }
    }

    @Test
    void lambda_insideAnother_hasItsOwnShape() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            Task<Integer> inner = plus(i);
            assertThat(sides.ship(() -> Objects.requireNonNull(inner.call()) * 10)
                            .task()
                            .call())
                    .isEqualTo((i + 1) * 10);
        }
    }

    @Test
    void methodReference_sentOften_isRight() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            TaskFunction<Object, String> function = String::valueOf;
            Body body = sides.host.encodeFunction(function, Map.of());
            Body element = sides.host.encodeElement(i);
            assertThat(sides.daemon
                            .decodeElement(element, sides.daemon.decodeFunction(body))
                            .task()
                            .call())
                    .isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void task_encodedBefore_isReadByADaemonThatComesLater() throws Exception {
        List<Body> bodies = new ArrayList<>();
        for (int i = 0; i < OFTEN; i++) {
            bodies.add(encode(plus(i)));
        }
        DaemonCodec later = new DaemonCodec(sides.sessionClasses, sides.host.shapes());
        for (int i = OFTEN - 1; i >= 0; i--) {
            assertThat(later.decodeTask(bodies.get(i)).task().call()).isEqualTo(i + 1);
        }
    }

    @Test
    void daemon_thatHasReadTheShapeBesideItsNumber_doesNotAsk() throws Exception {
        List<Integer> asked = new ArrayList<>();
        DaemonCodec daemon = sides.daemonThatAsks(asked::add);
        for (int i = 0; i < OFTEN; i++) {
            Body body = encode(plus(i));
            if (i % 8 == 1 || i >= OFTEN - 8) { // as where eight daemons share them
                assertThat(daemon.decodeTask(body).task().call()).isEqualTo(i + 1);
            }
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void shape_thatTheHostDoesNotHave_isRefused() {
        Body body = Body.EMPTY;
        for (int i = 0; i < OFTEN; i++) {
            body = encode(plus(i));
        }
        Body last = body;
        DaemonCodec ofAnotherHost = new DaemonCodec(sides.sessionClasses, LambdaShapes.NONE);
        assertThatThrownBy(() -> ofAnotherHost.decodeTask(last))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("a lambda names the shape 1, which its host does not have");
    }

    @Test
    void shape_isWhatItWas_afterItsBytes() {
        LambdaShape shape =
                new LambdaShape("a/B", "c/D", "e", "()V", 6, "f/G", "é$1", "(I)I", "(Ljava/lang/Integer;)V");
        assertThat(LambdaShape.of(shape.bytes())).isEqualTo(shape);
        LambdaShape longest = new LambdaShape("a".repeat(65_535), "", "", "", 0, "", "", "", "");
        assertThat(LambdaShape.of(longest.bytes())).isEqualTo(longest);
    }
}
