/**
 * Starts daemons on other machines by commands, and ends what it has started. The doors are {@link
 * io.mirai.launch.remote.RemoteDaemons}, {@link io.mirai.launch.remote.RemoteDaemon}, {@link io.mirai.launch.remote.DaemonWords} with
 * {@link io.mirai.launch.remote.Shell}, and {@link io.mirai.launch.remote.ReachableUrl}.
 *
 * <pre>
 *   RemoteDaemons ── launch ──► RemoteDaemon ── Launcher ──► Launched: a process here, or a job ──► … ───► daemon
 *                                   ▲ tryConnect, linkEnded                                                   │
 *                                   └───────────────────────── the network's door ◄──────────── dials in ─────┘
 * </pre>
 */
@NullMarked
package io.mirai.launch.remote;

import org.jspecify.annotations.NullMarked;
