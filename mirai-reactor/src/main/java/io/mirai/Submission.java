package io.mirai;

import io.mirai.dispatch.Reservation;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskLimits;
import io.mirai.dispatch.TaskObserver;
import io.mirai.dispatch.TaskResolver;
import io.mirai.dispatch.TaskTicket;
import io.mirai.dispatch.Texts;
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
    private final TaskTicket ticket;
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
        this.ticket = new TaskTicket(label, work, limits, places, this);
    }

    Mirai<T> mirai() {
        return mirai;
    }

    TaskTicket ticket() {
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
        tryFail(error);
        profile.dispatcher().release(ticket);
    }

    /**
     * Resolves it as {@link MiraiCanceled}, as {@link Mirai#stop()} does, but lets it go on where it runs.
     *
     * @return whether it was unresolved
     */
    boolean abandon() {
        boolean won = tryFail(new MiraiCanceled(Texts.canceled(ticket.label())));
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
    public boolean tryFail(MiraiException error) {
        boolean won = mirai.tryResolve(new Outcome.Failure<>(errors.located(error)));
        if (won) {
            fetch.dispose();
        }
        return won;
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
        fetch = reply.body()
                .subscribe(
                        body -> decode(reply.kind(), body, daemon),
                        error -> fail(errors.notArrived(error, daemon, ticket.attempts())));
        if (isResolved()) {
            fetch.dispose(); // also tells the daemon to drop a long value that nobody wants any more
        }
    }

    /** Reads small plain values here, on the event loop, and whatever may run user code on the codec's pool. */
    private void decode(Reply.Kind kind, Body body, int daemon) {
        if (kind == Reply.Kind.VALUE && profile.codec().isTrivial(body)) {
            read(kind, body, daemon);
            return;
        }
        try {
            profile.codecPool().schedule(() -> read(kind, body, daemon));
        } catch (Throwable e) { // the profile is closed, or no thread can be made
            fail(errors.notArrived(e, daemon, ticket.attempts()));
        }
    }

    private void read(Reply.Kind kind, Body body, int daemon) {
        if (!isResolved()) {
            resolve(kind, body, daemon);
            profile.dispatcher().release(ticket); // the value may have come long after the reply
        }
    }

    @SuppressWarnings("unchecked") // the daemon ran a Task<T>
    private void resolve(Reply.Kind kind, Body body, int daemon) {
        try {
            if (kind == Reply.Kind.VALUE) {
                mirai.tryResolve(new Outcome.Value<>((T) profile.codec().decodeValue(body)));
            } else {
                tryFail(errors.ofReply(kind, profile.codec().decodeFailure(body), daemon));
            }
        } catch (Throwable e) { // reading may run user code
            tryFail(errors.notRead(e, daemon));
        }
    }
}
