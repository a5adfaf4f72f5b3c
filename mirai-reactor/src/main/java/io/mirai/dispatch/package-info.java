/**
 * The dispatcher: one queue of tasks and the slots of one profile, as a pure state machine behind
 * {@link io.mirai.dispatch.Dispatcher}. It knows nothing of sockets, processes or user classes.
 *
 * <pre>
 *   callers, fleet, timer ──events──► EventLoop ──one at a time──► Dispatcher: TaskQueue ─► places on Slots
 *                                                                      └────► Roster: who is in the Slots
 * </pre>
 */
@NullMarked
package io.mirai.dispatch;

import org.jspecify.annotations.NullMarked;
