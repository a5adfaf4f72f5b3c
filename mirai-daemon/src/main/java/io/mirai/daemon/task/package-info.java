/**
 * The run of tasks: they wait in a queue for a worker, which reads, calls and answers each, and what they leave is cleaned
 * up. The doors are {@link io.mirai.daemon.task.TaskQueue}, {@link io.mirai.daemon.task.Retirement}, {@link
 * io.mirai.daemon.task.DaemonRuntime} and {@link io.mirai.daemon.task.TaskContext} for the daemon, and {@link
 * io.mirai.daemon.task.HostEvaluator} for a host that does without daemons.
 *
 * <pre>
 *   onTask ──► TaskQueue ──► Worker ──┐
 *   onStop ──► TaskRun ── interrupt ──┤
 *                                     ├──► Evaluation ──► user code
 *   host ──► HostEvaluator ───────────┘        └──► Answers
 * </pre>
 */
@NullMarked
package io.mirai.daemon.task;

import org.jspecify.annotations.NullMarked;
