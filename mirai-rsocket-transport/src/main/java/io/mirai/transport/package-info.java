/**
 * The link between a host and one daemon: RSocket over a Unix socket, with tasks, their endings and
 * bodies of any size. The doors are {@link io.mirai.transport.DaemonListener} for the host and {@link
 * io.mirai.transport.HostConnection} for the daemon.
 *
 * <pre>
 *   host                                                     daemon
 *   DaemonListener ◄───────────── SETUP ───────────── HostConnection
 *   DaemonLink.send ───────────── task ─────────────► TaskHandler.onTask
 *   ReplyListener ◄────────── its one ending ────────── ReplySender.send
 * </pre>
 */
@NullMarked
package io.mirai.transport;

import org.jspecify.annotations.NullMarked;
