package io.mirai.dispatch;

import io.mirai.MiraiException;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import org.jspecify.annotations.Nullable;

/** Where a task's outcome goes. Called by the drain loop, so no method may block or run user code. */
public interface TaskResolver {

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
    boolean tryFail(MiraiException error);

    /** The task was sent, for the first time or again; what it streams comes over this link. */
    default void onSent(Link link) {}

    /** No daemon has the task, or will have it any more: its thread has left user code, or is gone with its process. May be told again. */
    default void onEnded() {}

    /** The daemon with this index has ended the task; its value or error is in the reply. */
    void onReply(Reply reply, int daemon);
}
