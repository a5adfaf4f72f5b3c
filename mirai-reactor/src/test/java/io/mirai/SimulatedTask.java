package io.mirai;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** What the model knows of one task: its effects, what may have become of it, and what its subscriber heard. */
final class SimulatedTask {

    private final Mirai<Object> mirai;
    private final Random random;
    private final List<String> heard = new ArrayList<>();
    private final @Nullable Disposable subscription;
    private final Set<String> possible = new HashSet<>();
    private @Nullable Outcome<Object> first;
    private int effects;
    private boolean answered;
    private boolean left;

    SimulatedTask(Mirai<Object> mirai, boolean mayTimeOut, Random random) {
        this.mirai = mirai;
        this.random = random;
        this.subscription = random.nextBoolean()
                ? mirai.subscribe(value -> {}, error -> heard.add("error"), () -> heard.add("complete"))
                : null;
        if (mayTimeOut) {
            possible.add("MiraiTimeout");
        }
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

    /** Its code begins: the effect happens. */
    void markBegun() {
        effects++;
        require(effects == 1, "has begun twice");
    }

    /** Its code has ended on a daemon; the host may hear of it, and then this is its outcome. */
    void markAnswered(String outcome) {
        answered = true;
        possible.add(outcome);
    }

    /** Something has happened that this may be the outcome of. */
    void mayBe(String outcome) {
        possible.add(outcome);
    }

    /** By {@code stop()}, or by the cancel of the only subscriber. */
    void stop() {
        boolean was = mirai.unresolved();
        if (was) {
            possible.add("MiraiCanceled");
        }
        if (subscription == null || random.nextBoolean()) {
            require(mirai.stop() == was, "was stopped, and stop() says otherwise");
        } else {
            left = true;
            subscription.dispose();
        }
        require(!mirai.unresolved(), "is stopped and has no outcome");
    }

    /** What must hold at any time: an outcome stays as it is. */
    void check() {
        if (first != null) {
            require(mirai.data() == first, "has changed its outcome");
        } else if (!mirai.unresolved()) {
            first = mirai.data();
        }
    }

    /**
     * What must hold at the end.
     *
     * @return what became of it
     */
    String checkEnded() {
        Outcome<Object> outcome = mirai.data();
        String what = "Unresolved";
        if (outcome instanceof Outcome.Value<Object> value) {
            what = "Value";
            require(Long.valueOf(id()).equals(value.value()), "has the value of another task");
        } else if (outcome instanceof Outcome.Failure<Object> failure) {
            what = failure.error() instanceof MiraiReset reset
                    ? reset.reason().name()
                    : failure.error().getClass().getSimpleName();
            if (failure.error() instanceof MiraiReset reset) {
                switch (reset.started()) {
                    case NO -> require(effects == 0, "had begun, and its error says no");
                    case YES -> require(effects == 1, "had not begun, and its error says that it had");
                    case UNKNOWN -> {}
                }
            }
        }
        require(possible.contains(what), "ended as " + what + ", which may only have been " + possible);
        boolean stays = subscription != null && !left;
        require(heard.size() == 1 || (heard.isEmpty() && !stays), "was signalled " + heard);
        return what;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("task " + id() + " " + otherwise);
        }
    }
}
