package io.mirai.dispatch;

import io.mirai.MiraiException;
import io.mirai.spi.Reply;
import org.jspecify.annotations.Nullable;

/** Where a task's outcome goes. Called by the drain loop, so no method may block or run user code. */
public interface TaskResolver extends TaskObserver {

    /** Whether the task has its outcome, by whatever way. */
    boolean isResolved();

    /** What the task failed with; null if it did not, or has no outcome yet. */
    @Nullable
    MiraiException failure();

    /**
     * Fails the task.
     *
     * @return whether this was the transition that ended it
     */
    boolean tryFail(TaskEnd end);

    /** The daemon with this index has ended the task; its value or error is in the reply. */
    void onReply(Reply reply, int daemon);
}
