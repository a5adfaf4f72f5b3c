package io.mirai.task;

import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiInterrupt;
import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiReset;
import io.mirai.MiraiTooLarge;
import io.mirai.dispatch.Dispatcher;
import io.mirai.dispatch.ProfileReset;
import io.mirai.dispatch.TaskLabel;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskFailure;
import java.util.OptionalInt;

/** Makes the failures of one task from what went wrong. Immutable. */
final class TaskErrors {

    private final TaskLabel task;
    private final CallSite callSite;
    private final Dispatcher dispatcher;

    TaskErrors(TaskLabel task, CallSite callSite, Dispatcher dispatcher) {
        this.task = task;
        this.callSite = callSite;
        this.dispatcher = dispatcher;
    }

    /** Gives a failure the stack of the call that submitted the task; the failure of a task that threw has it already. */
    MiraiException located(MiraiException error) {
        if (!(error instanceof MiraiError)) {
            error.setStackTrace(callSite.frames());
        }
        return error;
    }

    /** Makes the failure of a task whose body could not be made. */
    MiraiException notEncoded(Throwable why) {
        return why instanceof MiraiException refused
                ? named(refused)
                : new MiraiNotSerializable(Texts.notEncoded(task, why), why);
    }

    /** Makes the failure that the daemon replied. */
    MiraiException ofReply(Reply.Kind kind, TaskFailure failure, int daemon) {
        if (failure.kind() == TaskFailure.Kind.RESULT_TOO_LARGE) {
            return new MiraiTooLarge(Texts.resultTooLarge(task, daemon, String.valueOf(failure.message())));
        }
        if (failure.kind() != TaskFailure.Kind.THROWN) {
            return named(new MiraiNotSerializable(String.valueOf(failure.message()), null));
        }
        String what = failure.className() + (failure.message() == null ? "" : ": " + failure.message());
        if (kind == Reply.Kind.INTERRUPTED) {
            return new MiraiInterrupt(Texts.interrupted(task, daemon, what));
        }
        return new MiraiError(
                Texts.threw(task, daemon, what),
                failure.className(),
                failure.stackTrace().toArray(StackTraceElement[]::new),
                callSite.joinedTo(failure.stackTrace()),
                failure.exception());
    }

    /** Makes the failure of a task whose value is here and cannot be read. */
    MiraiException notRead(Throwable why, int daemon) {
        return why instanceof MiraiNotSerializable refused
                ? named(refused)
                : new MiraiNotSerializable(Texts.valueUnreadable(task, daemon, why), why);
    }

    /** Makes the failure of a task that had ended on its daemon, but whose value is refused, or was lost with the link. */
    MiraiException notArrived(Throwable why, int daemon, int attempts) {
        return notArrived(why, daemon, attempts, dispatcher.isClosed());
    }

    /**
     * Makes the failure of a task that had ended on its daemon, but whose value is refused, or was lost with the link.
     *
     * @param closed whether the profile was closed then
     */
    MiraiException notArrived(Throwable why, int daemon, int attempts, boolean closed) {
        if (why instanceof MiraiException refused) {
            return named(refused);
        }
        if (closed) {
            return ProfileReset.ofBegun(dispatcher.profile(), daemon, attempts);
        }
        return new MiraiReset(
                Texts.valueLost(task, daemon, why),
                MiraiReset.Reason.LINK_LOST,
                MiraiReset.Started.YES,
                daemon,
                OptionalInt.empty(),
                attempts);
    }

    /** Names the element of a map in a refusal that was made without knowing it. */
    private MiraiException named(MiraiException refused) {
        String text = Texts.ofElement(task, String.valueOf(refused.getMessage()));
        if (!task.isElement()) {
            return refused;
        }
        return refused instanceof MiraiTooLarge
                ? new MiraiTooLarge(text)
                : new MiraiNotSerializable(text, refused.getCause());
    }
}
