package io.mirai;

import io.mirai.dispatch.Reservation;
import io.mirai.dispatch.TaskEnd;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskLimits;
import io.mirai.dispatch.TaskObserver;
import io.mirai.dispatch.TaskResolver;
import io.mirai.dispatch.Texts;
import io.mirai.dispatch.Ticket;
import io.mirai.spi.Body;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import io.mirai.spi.Work;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * What stands between a mirai and its ticket while the task is under way: turns replies into
 * outcomes, and a stop into a release. The mirai lets go of it with its outcome.
 */
final class Submission<T> implements TaskResolver {

    private final Mirai<T> mirai;
    private final Ticket ticket;
    private final ProfileParts profile;
    private final TaskErrors errors;
    private final TaskObserver observer;
    private volatile Disposable fetch = Disposables.disposed();

    /**
     * Of a task that is not submitted yet.
     *
     * @param places what keeps a place for it in the queue; null if nothing does
     */
    Submission(
            ProfileParts profile,
            TaskLabel label,
            Work work,
            TaskLimits limits,
            @Nullable Reservation places,
            CallSite callSite) {
        this(profile, label, work, limits, places, callSite, TaskObserver.NONE);
    }

    /**
     * The same.
     *
     * @param observer hears when it was sent, and when it is over
     */
    Submission(
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
        this.mirai = new Mirai<>(label, profile.publisher(), this::stop);
        this.ticket = new Ticket(label, work, limits, places, this);
    }

    Mirai<T> mirai() {
        return mirai;
    }

    Ticket ticket() {
        return ticket;
    }

    /**
     * Submits it.
     *
     * @throws IllegalStateException if the profile is closed
     */
    Mirai<T> submit(Body body) {
        profile.dispatcher().submit(ticket, body);
        return mirai;
    }

    /** Encodes and submits it, unless it has its outcome; what goes wrong is its outcome. */
    void submitLate(Supplier<Body> encoding) {
        if (isResolved()) {
            return;
        }
        try {
            profile.dispatcher().submitLate(ticket, encoding.get());
        } catch (Throwable e) { // encoding runs user code
            cannotEncode(e);
        }
    }

    /** Fails it, since its body cannot be made. */
    void cannotEncode(Throwable why) {
        fail(errors.notEncoded(why));
    }

    /** Tells the dispatcher that it will be submitted late: a close would not know of it before. */
    void announce() {
        profile.dispatcher().announce(ticket);
    }

    /** Fails it because of something on this side. */
    void fail(MiraiException error) {
        resolve(error);
        profile.dispatcher().release(ticket);
    }

    /**
     * Resolves it as {@link MiraiCanceled}, as {@link Mirai#stop()} does, but lets it go on where it runs.
     *
     * @return whether it was unresolved
     */
    boolean abandon() {
        boolean won = resolve(new MiraiCanceled(Texts.canceled(ticket.label())));
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
        return !mirai.unresolved();
    }

    @Override
    public @Nullable MiraiException failure() {
        return mirai.data() instanceof Outcome.Failure<T> failure ? failure.error() : null;
    }

    @Override
    public boolean tryFail(TaskEnd end) {
        return isOver(mirai.tryFail(new LateOutcome<>(() -> errors.located(end.exception()))));
    }

    /** Fails it where texts and stacks may be made. */
    private boolean resolve(MiraiException error) {
        return isOver(mirai.tryResolve(new Outcome.Failure<>(errors.located(error))));
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
    public void onSent(Link link) {
        observer.onSent(link);
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
                mirai.tryResolve(new Outcome.Value<>((T) profile.codec().decodeValue(body)));
            } else {
                resolve(errors.ofReply(kind, profile.codec().decodeFailure(body), daemon));
            }
        } catch (Throwable e) { // reading may run user code
            resolve(errors.notRead(e, daemon));
        }
    }
}
