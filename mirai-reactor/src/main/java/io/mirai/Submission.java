package io.mirai;

import io.mirai.dispatch.Dispatcher;
import io.mirai.dispatch.TaskResolver;
import io.mirai.dispatch.TaskTicket;
import io.mirai.dispatch.Texts;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskFailure;
import java.util.OptionalInt;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * What stands between a mirai and its ticket while the task is under way: turns replies into
 * outcomes, and a stop into a release. The mirai lets go of it with its outcome.
 */
final class Submission<T> implements TaskResolver {

    private final Mirai<T> mirai;
    private final TaskTicket ticket;
    private final Dispatcher dispatcher;
    private final Codec codec;
    private final Scheduler decoder;
    private final CallSite callSite = new CallSite();
    private volatile Disposable fetch = Disposables.disposed();

    Submission(
            long id,
            Body body,
            TaskOptions options,
            Dispatcher dispatcher,
            Codec codec,
            Scheduler decoder,
            Publisher publisher) {
        this.dispatcher = dispatcher;
        this.codec = codec;
        this.decoder = decoder;
        this.mirai = new Mirai<>(id, options.name(), publisher, this::stop);
        this.ticket = new TaskTicket(id, options.name(), body, options.timeout(), options.queueTimeout(), this);
    }

    Mirai<T> submit() {
        dispatcher.submit(ticket);
        return mirai;
    }

    private void stop() {
        fetch.dispose();
        dispatcher.release(ticket);
    }

    @Override
    public boolean isResolved() {
        return !mirai.unresolved();
    }

    @Override
    public boolean tryFail(MiraiException error) {
        if (!(error instanceof MiraiError)) {
            error.setStackTrace(callSite.frames());
        }
        boolean won = mirai.tryResolve(new Outcome.Failure<>(error));
        if (won) {
            fetch.dispose();
        }
        return won;
    }

    @Override
    public void onReply(Reply reply, int daemon) {
        fetch = reply.body().subscribe(body -> decode(reply.kind(), body, daemon), error -> fail(daemon, error));
        if (isResolved()) {
            fetch.dispose(); // also tells the daemon to drop a long value that nobody wants any more
        }
    }

    /** Reads small plain values here, on the event loop, and whatever may run user code on the codec's pool. */
    private void decode(Reply.Kind kind, Body body, int daemon) {
        if (kind == Reply.Kind.VALUE && codec.isTrivial(body)) {
            read(kind, body, daemon);
            return;
        }
        try {
            decoder.schedule(() -> read(kind, body, daemon));
        } catch (Throwable e) { // the profile is closed, or no thread can be made
            fail(daemon, e);
        }
    }

    private void read(Reply.Kind kind, Body body, int daemon) {
        if (!isResolved()) {
            resolve(kind, body, daemon);
            dispatcher.release(ticket); // the value may have come long after the reply
        }
    }

    @SuppressWarnings("unchecked") // the daemon ran a Task<T>
    private void resolve(Reply.Kind kind, Body body, int daemon) {
        try {
            if (kind == Reply.Kind.VALUE) {
                mirai.tryResolve(new Outcome.Value<>((T) codec.decodeValue(body)));
            } else {
                tryFail(failure(kind, codec.decodeFailure(body), daemon));
            }
        } catch (MiraiNotSerializable e) {
            tryFail(e);
        } catch (Throwable e) { // reading may run user code
            tryFail(new MiraiNotSerializable(Texts.valueUnreadable(mirai.id(), mirai.taskName(), daemon, e), e));
        }
    }

    private MiraiException failure(Reply.Kind kind, TaskFailure failure, int daemon) {
        if (failure.kind() == TaskFailure.Kind.RESULT_TOO_LARGE) {
            return new MiraiTooLarge(
                    Texts.resultTooLarge(mirai.id(), mirai.taskName(), daemon, String.valueOf(failure.message())));
        }
        if (failure.kind() != TaskFailure.Kind.THROWN) {
            return new MiraiNotSerializable(String.valueOf(failure.message()), null);
        }
        String what = failure.className() + (failure.message() == null ? "" : ": " + failure.message());
        if (kind == Reply.Kind.INTERRUPTED) {
            return new MiraiInterrupt(Texts.interrupted(mirai.id(), mirai.taskName(), daemon, what));
        }
        return new MiraiError(
                Texts.threw(mirai.id(), mirai.taskName(), daemon, what),
                failure.className(),
                failure.stackTrace().toArray(StackTraceElement[]::new),
                callSite.joinedTo(failure.stackTrace()),
                failure.exception());
    }

    /** The task had ended on the daemon, but its value is refused, or the link went before it was here. */
    private void fail(int daemon, Throwable why) {
        tryFail(why instanceof MiraiException refused ? refused : lost(daemon, why));
        dispatcher.release(ticket);
    }

    private MiraiReset lost(int daemon, Throwable why) {
        boolean closed = dispatcher.isClosed();
        return new MiraiReset(
                closed
                        ? Texts.resetByClose(dispatcher.profile())
                        : Texts.valueLost(mirai.id(), mirai.taskName(), daemon, why),
                closed ? MiraiReset.Reason.PROFILE_RESET : MiraiReset.Reason.LINK_LOST,
                MiraiReset.Started.YES,
                daemon,
                OptionalInt.empty(),
                ticket.attempts());
    }
}
