/**
 * The daemon process: it dials its host, runs the tasks that come, and ends when its host does. The doors are {@link
 * io.mirai.daemon.DaemonMain}, the program and what the command line calls, and {@link io.mirai.daemon.DaemonLibraries},
 * which it calls first; the rooms are the packages below.
 *
 * <pre>
 *   standard input,
 *   command ─────────► DaemonMain ── makes ──► session: where user code lives
 *         │                │                   task: queue, workers, what is done after them
 *         │                │                   output: what tasks print
 *         │                └─ HostLink ──► HostConnection ── onTask, onStop ──► task
 *         └─ its end ──► end
 * </pre>
 */
@NullMarked
package io.mirai.daemon;

import org.jspecify.annotations.NullMarked;
