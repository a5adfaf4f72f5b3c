package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.StepVerifier;

@Timeout(60)
class MiraiMapTest {

    private final InMemoryProfile profile = InMemoryProfile.online(3);
    private final List<String> elements = new ArrayList<>(List.of("a", "b", "c"));
    private final MiraiMap<String> map = profile.daemons.map(elements, text -> text);

    @Test
    void subscribe_bringsResultsInOrder() {
        StepVerifier.create(map)
                .then(() -> answer(2, "C"))
                .then(() -> answer(1, "B"))
                .then(() -> answer(0, "A"))
                .expectNext("A", "B", "C")
                .verifyComplete();
    }

    @Test
    void subscribe_isPacedByRequest() {
        answerAll(List.of("A", "B", "C"));
        StepVerifier.create(map, 1)
                .expectNext("A")
                .thenRequest(2)
                .expectNext("B", "C")
                .verifyComplete();
    }

    @Test
    void subscribe_leavesNullsOutAndReplays() {
        answerAll(Arrays.asList("A", null, "C"));
        StepVerifier.create(map).expectNext("A", "C").verifyComplete();
        StepVerifier.create(map).expectNext("A", "C").verifyComplete();
    }

    @Test
    void subscribe_endsWithTheFirstFailureInOrder() {
        fail(1);
        answer(0, "A");
        answer(2, "C");
        StepVerifier.create(map).expectNext("A").verifyError(MiraiError.class);
    }

    @Test
    void cancel_stopsTheRest() {
        StepVerifier.create(map.take(1))
                .then(() -> answer(0, "A"))
                .expectNext("A")
                .verifyComplete();
        profile.receiveAll(1);
        profile.receiveAll(2);
        assertThat(profile.daemon(1)
                        .isTold(profile.daemon(1).inFlight().iterator().next()))
                .isTrue();
        assertThat(profile.daemon(2)
                        .isTold(profile.daemon(2).inFlight().iterator().next()))
                .isTrue();
    }

    @Test
    void collect_bringsNullsToo() {
        answerAll(Arrays.asList("A", null, "C"));
        assertThat(map.collect()).isEqualTo(Arrays.asList("A", null, "C"));
        assertThat(map.size()).isEqualTo(3);
    }

    @Test
    void collect_throwsTheFirstFailureAfterAllHaveEnded() {
        fail(2);
        answer(0, "A");
        answer(1, "B");
        assertThatThrownBy(map::collect).isInstanceOf(MiraiError.class).hasMessageContaining("boom 2");
    }

    @Test
    void elementsThatCannotBeHad_stopTheTasksBeforeThem() {
        InMemoryProfile own = InMemoryProfile.online(1);
        Iterable<Integer> broken =
                () -> IntStream.range(0, 5).map(i -> 10 / (3 - i)).iterator();
        assertThatThrownBy(() -> own.daemons.map(broken, x -> x)).isInstanceOf(ArithmeticException.class);
        assertThat(own.daemons.status().queued()).isZero();
        own.receiveAll(0);
        assertThat(own.daemon(0).isTold(own.daemon(0).inFlight().iterator().next()))
                .isTrue();
    }

    @Test
    void emptyMap_completes() {
        MiraiMap<Object> none = profile.daemons.map(List.of(), x -> x);
        StepVerifier.create(none).verifyComplete();
        assertThat(none.collect()).isEmpty();
    }

    private void answerAll(List<@Nullable String> values) {
        for (int slot = 0; slot < values.size(); slot++) {
            answer(slot, values.get(slot));
        }
    }

    private void answer(int slot, @Nullable String value) {
        long id = profile.daemon(slot).inFlight().iterator().next();
        profile.receiveAll(slot);
        profile.daemon(slot).returns(id, value);
        profile.daemon(slot).deliver();
    }

    private void fail(int slot) {
        long id = profile.daemon(slot).inFlight().iterator().next();
        profile.receiveAll(slot);
        profile.daemon(slot).fails(id, new IllegalStateException("boom " + slot));
        profile.daemon(slot).deliver();
    }
}
