/**
 * What the process of a daemon and the host that starts it must agree on. The doors are {@link
 * io.mirai.daemon.shared.DaemonConfig}, {@link io.mirai.daemon.shared.StartLedger}, {@link
 * io.mirai.daemon.shared.Libraries}, {@link io.mirai.daemon.shared.Nesting} and {@link io.mirai.daemon.shared.FileFault}.
 *
 * <pre>
 *   host ── DaemonConfig, over standard input ──► daemon
 *        ◄── StartLedger, a mapped file ─────────
 * </pre>
 */
@NullMarked
package io.mirai.daemon.shared;

import org.jspecify.annotations.NullMarked;
