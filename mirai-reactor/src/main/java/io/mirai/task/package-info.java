/**
 * One task on its way from the call to its outcome: it is encoded, numbered and given to the dispatcher, and its reply becomes the
 * outcome of a {@link io.mirai.promise.Promise}. Maps and clusters, which consist of many tasks, build on this.
 *
 * <pre>
 *   Submitter ──encodes──► Submission ──ticket──► dispatch ──► daemon
 *                              ▲                                  │
 *   Promise ◄── outcome ───────┴───────────── reply ──────────────┘
 * </pre>
 *
 * <p>The doors are {@link io.mirai.task.Submitter} and {@link io.mirai.task.Submission}.
 */
@NullMarked
package io.mirai.task;

import org.jspecify.annotations.NullMarked;
