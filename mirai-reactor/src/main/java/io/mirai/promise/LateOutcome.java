package io.mirai.promise;

import io.mirai.MiraiException;
import io.mirai.Outcome;
import io.mirai.drain.Stack;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task that is made when somebody looks. An exception fills stacks and texts, which is no work for the thread that
 * ends a hundred thousand tasks at once; and a value is read best by the thread that waits for it. All who look see the same.
 * Thread-safe.
 */
public final class LateOutcome<T> {

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<LateOutcome, Outcome> MADE =
            AtomicReferenceFieldUpdater.newUpdater(LateOutcome.class, Outcome.class, "made");

    /** More than it takes to read a plain value, whose frames are longer. */
    private static final int STACK_FRAMES = 1_000;

    private volatile @Nullable Supplier<Outcome<T>> making; // null once it is made, so that it keeps nothing
    private volatile @Nullable Outcome<T> made;

    private LateOutcome(Supplier<Outcome<T>> making) {
        this.making = making;
    }

    /** A failure that nobody has looked at yet. */
    public static <T> LateOutcome<T> ofFailure(Supplier<MiraiException> making) {
        return new LateOutcome<>(() -> new Outcome.Failure<>(making.get()));
    }

    /**
     * An outcome that is known when it is read.
     *
     * @param reading runs no user code and throws nothing
     */
    public static <T> LateOutcome<T> of(Supplier<Outcome<T>> reading) {
        return new LateOutcome<>(reading);
    }

    /** Returns whether somebody has looked. */
    public boolean isMade() {
        return made != null;
    }

    /** Returns the outcome, made if nobody has looked before. */
    public Outcome<T> outcome() {
        Outcome<T> seen = made;
        if (seen == null) {
            Supplier<Outcome<T>> first = making;
            if (first != null) { // else another thread has made it since
                // One who looks at the end of his stack has the error alone; all others would have it as the outcome
                // for ever.
                var unused = Stack.require(STACK_FRAMES);
                MADE.compareAndSet(this, null, first.get());
                making = null;
            }
            seen = made;
        }
        return Objects.requireNonNull(seen);
    }
}
