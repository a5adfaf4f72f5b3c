package io.mirai.dispatch;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands in a {@link TaskQueue}, which links it to its neighbours. */
abstract sealed class Queued permits TaskTicket, Reservation {

    @Nullable
    Queued previous;

    @Nullable
    Queued next;

    /** Its place in the order of submission: the id of its task, or of the last of its tasks. */
    abstract long order();

    /** What to call it in a text that is made later. */
    abstract Supplier<String> name();

    /** For how many tasks it stands. */
    abstract long tasks();
}
