package io.mirai.dispatch;

import io.mirai.MiraiException;

/**
 * Why a task failed, as a value: its exception, with text and stack, is made when somebody looks, and only for the one
 * that ended the task. Made in the dispatcher's loop, so it holds what was true then; asked outside of it.
 */
@FunctionalInterface
public interface TaskEnd {

    /** The exception, a new one at each call. */
    MiraiException exception();
}
