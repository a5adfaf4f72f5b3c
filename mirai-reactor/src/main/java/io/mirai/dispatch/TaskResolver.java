package io.mirai.dispatch;

import io.mirai.MiraiException;
import io.mirai.spi.Reply;
import io.mirai.spi.ValueSource;
import org.jspecify.annotations.Nullable;

/** Resolves a task. The drain loop calls it, so no method may block or run user code. */
public interface TaskResolver extends TaskObserver {

    /** Returns whether the task is resolved. */
    boolean isResolved();

    /** Returns the failure of the task; null if it did not fail, or is unresolved. */
    @Nullable
    MiraiException failure();

    /**
     * Fails the task.
     *
     * @return whether this was the transition that ended it
     */
    boolean tryFail(TaskEnd end);

    /**
     * Takes the reply of a daemon, which has the task's value or error.
     *
     * @return whether that has resolved the task; else {@link Dispatcher#release} tells when it is resolved
     */
    boolean onReply(Reply reply, ValueSource daemon);
}
