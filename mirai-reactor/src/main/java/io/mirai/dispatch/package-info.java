/**
 * The dispatcher: one queue of tasks and the slots of one profile, as a pure state machine behind
 * {@link io.mirai.dispatch.Dispatcher}. It knows nothing of sockets, processes or user classes.
 */
@NullMarked
package io.mirai.dispatch;

import org.jspecify.annotations.NullMarked;
