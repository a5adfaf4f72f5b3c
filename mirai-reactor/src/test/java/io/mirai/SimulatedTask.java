package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** What the model knows of one task: whether its code began, and what its subscriber heard. */
final class SimulatedTask {

    private final Mirai<Object> mirai;
    private final Random random;
    private final List<String> heard = new ArrayList<>();
    private final @Nullable Disposable subscription;
    private boolean started;
    private boolean answered;

    SimulatedTask(Mirai<Object> mirai, Random random) {
        this.mirai = mirai;
        this.random = random;
        this.subscription = random.nextBoolean()
                ? mirai.subscribe(value -> {}, error -> heard.add("error"), () -> heard.add("complete"))
                : null;
    }

    long id() {
        return mirai.id();
    }

    boolean unresolved() {
        return mirai.unresolved();
    }

    boolean isAnswered() {
        return answered;
    }

    void markStarted() {
        assertThat(started).as("task %d began twice", id()).isFalse();
        started = true;
    }

    void markAnswered() {
        answered = true;
    }

    /** By {@code stop()}, or by the cancel of the only subscriber. */
    void stop() {
        if (subscription == null || random.nextBoolean()) {
            boolean was = mirai.unresolved();
            assertThat(mirai.stop()).isEqualTo(was);
        } else {
            subscription.dispose();
        }
        assertThat(mirai.unresolved())
                .as("task %d is resolved once stopped", id())
                .isFalse();
    }

    void checkEnded() {
        Outcome<Object> outcome = mirai.data();
        assertThat(outcome).as("outcome of task %d", id()).isNotInstanceOf(Outcome.Unresolved.class);
        if (outcome instanceof Outcome.Value<Object> value) {
            assertThat(value.value()).isEqualTo(id());
            assertThat(started).as("task %d has a value, so it began", id()).isTrue();
        }
        if (outcome instanceof Outcome.Failure<Object> f && f.error() instanceof MiraiReset reset) {
            assertThat(reset.started() == MiraiReset.Started.YES)
                    .as("task %d: whether it began, by its error", id())
                    .isEqualTo(started && reset.started() != MiraiReset.Started.UNKNOWN);
        }
        boolean left = outcome instanceof Outcome.Failure<Object> f && f.error() instanceof MiraiCanceled;
        if (subscription != null && !left) {
            assertThat(heard).as("signals of task %d", id()).hasSize(1);
        }
        assertThat(heard.size()).as("endings of task %d", id()).isLessThanOrEqualTo(1);
    }
}
