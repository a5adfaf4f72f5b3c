package io.mirai.promise;

import io.mirai.MiraiException;
import io.mirai.Outcome;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task that failed, whose exception is made when somebody looks: making it fills stacks and texts, which is
 * no work for the thread that ends a hundred thousand tasks at once. Everybody sees the same one. Thread-safe.
 */
public final class LateOutcome<T> {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<LateOutcome, Outcome.Failure> MADE =
            AtomicReferenceFieldUpdater.newUpdater(LateOutcome.class, Outcome.Failure.class, "made");

    private final Supplier<MiraiException> making;
    private volatile Outcome.@Nullable Failure<T> made;

    public LateOutcome(Supplier<MiraiException> making) {
        this.making = making;
    }

    /** Whether somebody has looked. */
    public boolean isMade() {
        return made != null;
    }

    /** What everybody sees of it. */
    public Outcome.Failure<T> outcome() {
        Outcome.Failure<T> seen = made;
        if (seen == null) {
            MADE.compareAndSet(this, null, new Outcome.Failure<T>(making.get()));
            seen = made;
        }
        return Objects.requireNonNull(seen);
    }
}
