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

    /** Its place in the order of submission: the id of its task, or of the last of its tasks. */
    abstract long order();

    /** What to call it in a text that is made later. */
    abstract Supplier<String> name();

    /** For how many tasks it stands. */
    abstract long tasks();
}
