package io.mirai.task;

import io.mirai.MiraiException;
import io.mirai.Outcome;
import io.mirai.dispatch.Reservation;
import io.mirai.dispatch.TaskEnd;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskLimits;
import io.mirai.dispatch.TaskObserver;
import io.mirai.dispatch.TaskResolver;
import io.mirai.dispatch.Ticket;
import io.mirai.promise.LateOutcome;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.ValueSource;
import io.mirai.spi.Work;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Connects a promise with its ticket while the task is under way: turns replies into outcomes, and a stop into a
 * release. The promise lets go of it with its outcome.
 */
public final class Submission<T> implements TaskResolver {

    private final Promise<T> promise;
    private final Ticket ticket;
    private final ProfileParts profile;
    private final TaskErrors errors;
    private final TaskObserver observer;
    private volatile Disposable fetch = Disposables.disposed();

    /**
     * A task that is not submitted yet.
     *
     * @param places the reservation of its place in the queue; null if it has none
     */
    public Submission(
            ProfileParts profile,
            TaskLabel label,
            Work work,
            TaskLimits limits,
            @Nullable Reservation places,
            CallSite callSite) {
        this(profile, label, work, limits, places, callSite, TaskObserver.NONE);
    }

    /**
     * A task that is not submitted yet, and that somebody observes.
     *
     * @param places the reservation of its place in the queue; null if it has none
     * @param observer told when it was sent, and when it is over
     */
    public Submission(
            ProfileParts profile,
            TaskLabel label,
            Work work,
            TaskLimits limits,
            @Nullable Reservation places,
            CallSite callSite,
            TaskObserver observer) {
        this.profile = profile;
        this.observer = observer;
        this.errors = new TaskErrors(label, callSite, profile.dispatcher());
        this.promise = new Promise<>(label, profile.publisher(), this::stop);
        this.ticket = new Ticket(label, work, limits, places, this);
    }

    public Promise<T> promise() {
        return promise;
    }

    public Ticket ticket() {
        return ticket;
    }

    /**
     * Submits it; it has passed the gate before the queue.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public Promise<T> submit(Body body) {
        ticket.markAdmitted(body.length());
        profile.dispatcher().submit(ticket, body);
        return promise;
    }

    /** Encodes and submits it, unless it is resolved; if that fails, the failure is its outcome. */
    public void submitLate(Supplier<Body> encoding) {
        if (isResolved()) {
            return;
        }
        try {
            profile.dispatcher().submitLate(ticket, encoding.get());
        } catch (Throwable e) { // encoding runs user code
            cannotEncode(e);
        }
    }

    /** Submits it, as {@link #submit}; if the profile is closed it fails. */
    public void submitLate(Body body) {
        ticket.markAdmitted(body.length());
        profile.dispatcher().submitLate(ticket, body);
    }

    /** Fails it, since its body cannot be made. */
    public void cannotEncode(Throwable why) {
        fail(errors.notEncoded(why));
    }

    /** Tells the dispatcher that it will be submitted late: a close would not know of it before. */
    public void announce() {
        profile.dispatcher().announce(ticket);
    }

    /** Fails it because of something on this side. */
    private void fail(MiraiException error) {
        resolve(error);
        profile.dispatcher().release(ticket);
    }

    /**
     * Resolves it as {@link io.mirai.MiraiCanceled}, as {@link Promise#stop()} does, but lets it go on where it runs.
     *
     * @return whether it was unresolved
     */
    public boolean abandon() {
        boolean won = resolve(promise.canceled());
        if (won) {
            profile.dispatcher().abandon(ticket);
        }
        return won;
    }

    private void stop() {
        fetch.dispose();
        profile.dispatcher().release(ticket);
    }

    @Override
    public boolean isResolved() {
        return !promise.unresolved();
    }

    @Override
    public @Nullable MiraiException failure() {
        return promise.data() instanceof Outcome.Failure<T> failure ? failure.error() : null;
    }

    @Override
    public boolean tryFail(TaskEnd end) {
        return isOver(promise.tryFail(new LateOutcome<>(() -> errors.located(end.exception()))));
    }

    /** Fails it where texts and stacks may be made. */
    private boolean resolve(MiraiException error) {
        return isOver(promise.tryResolve(new Outcome.Failure<>(errors.located(error))));
    }

    private boolean isOver(boolean won) {
        if (won) {
            fetch.dispose();
        }
        return won;
    }

    @Override
    public boolean tryBegin() {
        return observer.tryBegin();
    }

    @Override
    public void onSent(ValueSource source) {
        observer.onSent(source);
    }

    @Override
    public void onEnded() {
        observer.onEnded();
    }

    @Override
    public void onReply(Reply reply, int daemon) {
        fetch = reply.body().subscribe(body -> decode(reply.kind(), body, daemon), error -> lose(error, daemon));
        if (isResolved()) {
            fetch.dispose(); // also tells the daemon to drop a long value that nobody wants any more
        }
    }

    /** Small plain values are read one after the other; what may run user code is read apart. */
    private void decode(Reply.Kind kind, Body body, int daemon) {
        ArrivedReply arrived = new ArrivedReply(kind, body, daemon);
        if (kind == Reply.Kind.VALUE && profile.codec().isTrivial(body)) {
            profile.plainValues().add(arrived);
            return;
        }
        try {
            profile.codecPool().schedule(arrived::read);
        } catch (Throwable e) { // the profile is closed, or no thread can be made
            arrived.giveUp(e);
        }
    }

    /** What it brought does not arrive. Perhaps in the dispatcher's loop, so the exception is made later. */
    private void lose(Throwable why, int daemon) {
        boolean closed = profile.dispatcher().isClosed();
        int attempts = ticket.attempts();
        if (tryFail(() -> errors.notArrived(why, daemon, attempts, closed))) {
            profile.dispatcher().release(ticket);
        }
    }

    private final class ArrivedReply implements PlainValues.Arrived {

        private final Reply.Kind kind;
        private final Body body;
        private final int daemon;

        ArrivedReply(Reply.Kind kind, Body body, int daemon) {
            this.kind = kind;
            this.body = body;
            this.daemon = daemon;
        }

        @Override
        public void read() {
            if (!isResolved()) {
                resolve(kind, body, daemon);
                profile.dispatcher().release(ticket); // the value may have come long after the reply
            }
        }

        @Override
        public void giveUp(Throwable why) {
            lose(why, daemon);
        }
    }

    @SuppressWarnings("unchecked") // the daemon ran a Task<T>
    private void resolve(Reply.Kind kind, Body body, int daemon) {
        try {
            if (kind == Reply.Kind.VALUE) {
                promise.tryResolve(new Outcome.Value<>((T) profile.codec().decodeValue(body)));
            } else {
                resolve(errors.ofReply(kind, profile.codec().decodeFailure(body), daemon));
            }
        } catch (Throwable e) { // reading may run user code
            resolve(errors.notRead(e, daemon));
        }
    }
}
