package io.mirai.dispatch;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An entry of a {@link TaskQueue}, which links it to its neighbours. */
abstract sealed class QueueEntry permits Ticket, Reservation {

    @Nullable
    QueueEntry previous;

    @Nullable
    QueueEntry next;

    /** Whether it came out of the order of submission, so that the queue keeps it apart. */
    boolean isEarlier;

    /** Returns its place in the order of submission, which is the id of its task, or of the last of its tasks. */
    abstract long order();

    /** Returns the name by which a later text calls it. */
    abstract Supplier<String> name();

    /** Returns how many tasks it stands for. */
    abstract long tasks();
}
