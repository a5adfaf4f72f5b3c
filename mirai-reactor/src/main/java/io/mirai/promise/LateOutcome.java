package io.mirai.promise;

import io.mirai.MiraiException;
import io.mirai.Outcome;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task that failed, whose exception is made when somebody looks. Making it fills stacks and texts, which is no
 * work for the thread that ends a hundred thousand tasks at once. All who look see the same exception. Thread-safe.
 */
public final class LateOutcome<T> {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<LateOutcome, Outcome.Failure> MADE =
            AtomicReferenceFieldUpdater.newUpdater(LateOutcome.class, Outcome.Failure.class, "made");

    private final Supplier<MiraiException> making;
    private volatile Outcome.@Nullable Failure<T> made;

    /** Makes an outcome that nobody has looked at yet. */
    public LateOutcome(Supplier<MiraiException> making) {
        this.making = making;
    }

    /** Returns whether somebody has looked. */
    public boolean isMade() {
        return made != null;
    }

    /** Returns the outcome, made if nobody has looked before. */
    public Outcome.Failure<T> outcome() {
        Outcome.Failure<T> seen = made;
        if (seen == null) {
            MADE.compareAndSet(this, null, new Outcome.Failure<T>(making.get()));
            seen = made;
        }
        return Objects.requireNonNull(seen);
    }
}
