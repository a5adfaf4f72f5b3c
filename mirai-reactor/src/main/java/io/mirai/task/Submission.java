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
import io.mirai.spi.Codec;
import io.mirai.spi.Reply;
import io.mirai.spi.ValueSource;
import io.mirai.spi.Work;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Connects a promise with its ticket while the task is under way: turns replies into outcomes, and a stop into a release. A
 * promise that is resolved no longer refers to it.
 */
public final class Submission<T> implements TaskResolver {

    private static final Disposable NOTHING = Disposables.disposed();

    private final Promise<T> promise;
    private final Ticket ticket;
    private final ProfileParts profile;
    private final TaskErrors errors;
    private final TaskObserver observer;
    private final boolean readLate;
    private volatile Disposable fetch = NOTHING;

    /**
     * Makes a task that is not submitted yet.
     *
     * @param places keeps its place in the queue; null if none is kept
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
     * Makes a task that is not submitted yet, with an observer.
     *
     * @param places keeps its place in the queue; null if none is kept
     * @param observer hears that it was sent, and that it has ended
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
        this.readLate = work.equals(Work.CALL) && observer == TaskObserver.NONE;
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
     * Submits it, after it has passed the gate before the queue.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public Promise<T> submit(Body body) {
        ticket.markAdmitted(body.length());
        profile.dispatcher().submit(ticket, body);
        return promise;
    }

    /** Encodes and submits it, unless it is resolved; if that fails, the task fails. */
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

    /** Submits it as {@link #submit} does; if the profile is closed the task fails. */
    public void submitLate(Body body) {
        ticket.markAdmitted(body.length());
        profile.dispatcher().submitLate(ticket, body);
    }

    /** Fails it, since its body cannot be made. */
    public void cannotEncode(Throwable why) {
        fail(errors.notEncoded(why));
    }

    /** Announces it to the dispatcher, so that a close fails it even before it is submitted. */
    public void announce() {
        profile.dispatcher().announce(ticket);
    }

    /** Fails it because of a fault on this side. */
    private void fail(MiraiException error) {
        resolve(error);
        profile.dispatcher().release(ticket);
    }

    /**
     * Resolves it as {@link Promise#stop()} does, but lets it go on if it runs.
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
        return endFetchIf(promise.tryResolve(LateOutcome.ofFailure(() -> errors.located(end.exception()))));
    }

    /** Fails it, on a thread where texts and stacks may be made. */
    private boolean resolve(MiraiException error) {
        return endFetchIf(promise.tryResolve(new Outcome.Failure<>(errors.located(error))));
    }

    private boolean endFetchIf(boolean won) {
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
    public void onReturned() {
        observer.onReturned();
    }

    @Override
    public void onEnded() {
        observer.onEnded();
    }

    @Override
    public boolean onReply(Reply reply, ValueSource daemon) {
        Body here = reply.here();
        if (here == null) {
            fetch(reply, daemon);
        } else if (mayReadLate(reply.kind(), here)) {
            return resolveLate(here, daemon);
        } else {
            decode(reply.kind(), here, daemon);
        }
        return false;
    }

    private void fetch(Reply reply, ValueSource daemon) {
        fetch = reply.body().subscribe(body -> decode(reply.kind(), body, daemon), error -> onLost(error, daemon));
        if (isResolved()) {
            fetch.dispose(); // also tells the daemon to drop a long value that nobody wants any more
        }
    }

    /** Whether a value is read by who looks at it: no user code takes part in that, and nothing of ours looks before. */
    private boolean mayReadLate(Reply.Kind kind, Body body) {
        return readLate && kind == Reply.Kind.VALUE && profile.codec().isTrivial(body);
    }

    private boolean resolveLate(Body body, ValueSource daemon) {
        Codec codec = profile.codecFor(daemon);
        TaskErrors ofTask = errors;
        int slot = daemon.slot();
        return promise.tryResolve(LateOutcome.of(() -> read(codec, body, ofTask, slot)));
    }

    @SuppressWarnings("unchecked") // the daemon ran a Task<T>
    private static <T> Outcome<T> read(Codec codec, Body body, TaskErrors errors, int slot) {
        try {
            return new Outcome.Value<>((T) codec.decodeValue(body));
        } catch (VirtualMachineError e) {
            throw e; // the looker's, who may look again
        } catch (Throwable e) { // such as a daemon's that is hostile
            return new Outcome.Failure<>(errors.located(errors.notRead(e, slot)));
        }
    }

    /** Decodes the reply: small plain values one after the other, and bodies that may run user code on the codec's pool. */
    private void decode(Reply.Kind kind, Body body, ValueSource daemon) {
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

    /** Its value does not arrive: it was refused, or lost with the link. */
    private void onLost(Throwable why, ValueSource daemon) {
        if (why instanceof IOException) {
            profile.dispatcher().valueLost(ticket, notArrived(why, daemon));
        } else {
            lose(why, daemon);
        }
    }

    /** Fails it, since its value does not arrive. */
    private void lose(Throwable why, ValueSource daemon) {
        if (tryFail(notArrived(why, daemon))) {
            profile.dispatcher().release(ticket);
        }
    }

    /** Makes the failure of now. The dispatcher's loop may call this, so the exception is made later. */
    private TaskEnd notArrived(Throwable why, ValueSource daemon) {
        boolean closed = profile.dispatcher().isClosed();
        int attempts = ticket.attempts();
        return () -> errors.notArrived(why, daemon.slot(), attempts, closed);
    }

    private final class ArrivedReply implements PlainValues.Arrived {

        private final Reply.Kind kind;
        private final Body body;
        private final ValueSource daemon;

        ArrivedReply(Reply.Kind kind, Body body, ValueSource daemon) {
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
    private void resolve(Reply.Kind kind, Body body, ValueSource daemon) {
        try {
            if (kind == Reply.Kind.VALUE) {
                promise.tryResolve(
                        new Outcome.Value<>((T) profile.codecFor(daemon).decodeValue(body)));
            } else {
                resolve(errors.ofReply(kind, profile.codecFor(daemon).decodeFailure(body), daemon.slot()));
            }
        } catch (Throwable e) { // reading may run user code
            resolve(errors.notRead(e, daemon.slot()));
        }
    }
}
