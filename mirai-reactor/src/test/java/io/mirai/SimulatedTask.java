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
    private final int retries;
    private final Runnable onSignal;

    /** How often it was lost with its daemon after it had begun there, or may have. */
    private int losses;

    /** Whether nobody could tell at one of those. */
    private boolean lostUnread;

    private @Nullable Outcome<Object> first;
    private int effects;
    private boolean answered;
    private boolean left;

    /**
     * A task that was submitted just now.
     *
     * @param retries how often it may run again after its daemon was lost
     * @param onSignal the rest of what its subscriber does when it hears the outcome
     */
    SimulatedTask(Mirai<Object> mirai, boolean mayTimeOut, int retries, Random random, Runnable onSignal) {
        this.mirai = mirai;
        this.random = random;
        this.retries = retries;
        this.onSignal = onSignal;
        this.subscription = random.nextBoolean()
                ? mirai.subscribe(value -> {}, error -> hear("error"), () -> hear("complete"))
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

    private void hear(String signal) {
        heard.add(signal);
        onSignal.run();
    }

    /** Its code begins: the effect happens. */
    void markBegun(int attempt) {
        effects++;
        require(effects <= losses + 1, "has begun " + effects + " times, and its daemon was lost " + losses + " times");
        require(attempt == losses + 1, "is at attempt " + attempt + " after " + losses + " losses");
        answered = false;
    }

    /**
     * Its daemon is lost, after it had begun there, or may have.
     *
     * @param unread whether nobody can tell
     * @param outcome what becomes of it, if it is not tried again
     */
    void markLost(boolean unread, String outcome) {
        losses++;
        lostUnread |= unread;
        answered = false;
        if (losses > retries) {
            possible.add(outcome);
        }
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
                    case YES -> require(effects > 0, "had not begun, and its error says that it had");
                    case UNKNOWN -> {}
                }
                if (reset.reason() == MiraiReset.Reason.DAEMON_DIED && !lostUnread) {
                    require(
                            reset.attempts() == effects,
                            "has begun " + effects + " times, and its error says " + reset.attempts());
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
