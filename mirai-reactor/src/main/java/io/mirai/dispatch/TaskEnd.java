package io.mirai.dispatch;

import io.mirai.MiraiException;

/**
 * Says why a task failed, as a value. The dispatcher's loop makes it, so it holds what was true then; the exception, with text and
 * stack, is made outside of the loop, when somebody looks, and only if this has ended the task.
 */
@FunctionalInterface
public interface TaskEnd {

    /** Makes the exception, a new one at each call. */
    MiraiException exception();
}
