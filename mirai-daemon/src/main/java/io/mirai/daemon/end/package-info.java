/**
 * The end of a daemon's process, and what its host is told of it. The doors are {@link io.mirai.daemon.end.DaemonEnd}, to
 * be read first, and what leads to an end: {@link io.mirai.daemon.end.Watchdog} with its {@link
 * io.mirai.daemon.end.HostProcess}, {@link io.mirai.daemon.end.ShutdownHook}, {@link io.mirai.daemon.end.MemoryReserve},
 * {@link io.mirai.daemon.end.CtrlC}; {@link io.mirai.daemon.end.ExitCode} has the exit statuses.
 *
 * <pre>
 *   an error, no memory ─► DaemonEnd ────┐
 *   exit(), a signal ────► ShutdownHook ─┼─► LastWords ──► the host
 *                                        └─► ExitCode.halt
 *   the host goes ───────► Watchdog ─────────► ExitCode.halt
 * </pre>
 */
@NullMarked
package io.mirai.daemon.end;

import org.jspecify.annotations.NullMarked;
