/**
 * The daemon process: it dials its host, runs the tasks that come on worker threads, each with the session's
 * class loader, and ends when its host does. The doors are {@link io.mirai.daemon.DaemonMain}, the program, and
 * what its host shares with it: {@link io.mirai.daemon.DaemonConfig}, {@link io.mirai.daemon.StartLedger}, {@link
 * io.mirai.daemon.ExitCode}, and {@link io.mirai.daemon.HostEvaluator}, by which a host does without daemons.
 *
 * <pre>
 *   standard input ──► DaemonMain ──► HostConnection ── onTask ──► TaskQueue ──► Worker ──► user code
 *        └─ its end ─► Watchdog.halt                    onStop ──► TaskRun ─ interrupt ─►┘
 * </pre>
 */
@NullMarked
package io.mirai.daemon;

import org.jspecify.annotations.NullMarked;
