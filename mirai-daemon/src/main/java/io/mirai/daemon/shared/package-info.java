/**
 * What the process of a daemon and the host that starts it must agree on. The doors are {@link
 * io.mirai.daemon.shared.DaemonArguments} with their {@link io.mirai.daemon.shared.DurationText}, {@link
 * io.mirai.daemon.shared.HashedFiles}, {@link io.mirai.daemon.shared.DaemonConfig} with its {@link io.mirai.daemon.shared.LaunchingHost}, {@link io.mirai.daemon.shared.TaskLedger}, {@link
 * io.mirai.daemon.shared.Libraries}, {@link io.mirai.daemon.shared.Nesting} and {@link io.mirai.daemon.shared.FileFault}.
 *
 * <pre>
 *   host ── DaemonConfig, over standard input ──► daemon
 *        ── DaemonArguments, in a line to paste ► daemon
 *        ◄── TaskLedger, a mapped file ─────────
 * </pre>
 */
@NullMarked
package io.mirai.daemon.shared;

import org.jspecify.annotations.NullMarked;
