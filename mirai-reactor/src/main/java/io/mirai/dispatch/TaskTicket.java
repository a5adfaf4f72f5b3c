package io.mirai.dispatch;

import io.mirai.spi.Body;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * One task as the dispatcher sees it: its body on the way to a slot. Only the drain loop of {@link
 * Dispatcher} reads or changes what is not final.
 *
 * <pre>
 *   NEW ──submit──► QUEUED ──send──► SENT ──reply, or end of the link──► ENDED
 *                     ▲                │                                   ▲
 *                     └─ never started ┘   NEW, QUEUED ──resolved early ───┘
 * </pre>
 *
 * <p>This is the task's <em>place</em>, which is apart from its life: the mirai may be resolved long
 * before, by a stop or a timeout; a SENT task keeps its place on the slot until the daemon's thread
 * has left user code.
 */
public final class TaskTicket {

    enum Place {
        NEW,
        QUEUED,
        SENT,
        ENDED
    }

    final long id;
    final String name;
    final @Nullable Duration timeout;
    final @Nullable Duration queueTimeout;
    final TaskResolver resolver;

    Place place = Place.NEW;
    Body body;
    int attempts;
    long sequence;

    /** The index of the slot to which it was sent last. */
    int daemon = -1;

    @Nullable
    Slot slot;

    /** Told to stop, and past the grace. */
    boolean overdue;

    Disposable timer = Disposables.disposed();
    Disposable queueTimer = Disposables.disposed();
    Disposable graceTimer = Disposables.disposed();

    @Nullable
    TaskTicket previous;

    @Nullable
    TaskTicket next;

    /**
     * A task that was not submitted yet.
     *
     * @param id increases from task to task in this JVM
     * @param name what the user called it; empty if nothing
     */
    public TaskTicket(
            long id,
            String name,
            Body body,
            @Nullable Duration timeout,
            @Nullable Duration queueTimeout,
            TaskResolver resolver) {
        this.id = id;
        this.name = name;
        this.body = body;
        this.timeout = timeout;
        this.queueTimeout = queueTimeout;
        this.resolver = resolver;
    }

    /** How many times the task was handed to a daemon; settled once it has ended there. */
    public int attempts() {
        return attempts;
    }

    /** Gives up everything but the time limit, which a value that is still on its way may pass. */
    void markEnded() {
        place = Place.ENDED;
        body = Body.EMPTY;
        slot = null;
        queueTimer.dispose();
        graceTimer.dispose();
    }

    @Override
    public String toString() {
        return Texts.task(id, name);
    }
}
