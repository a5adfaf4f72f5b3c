/**
 * The host's side of daemons that it does not start on this machine: listens at a url, lets in who proves a secret, and makes the lines that start
 * such daemons elsewhere. The door is {@link io.mirai.launch.network.ListeningFleet}, which adds this to the daemons of this machine.
 *
 * <pre>
 *   ListeningFleet ── DaemonCommands ──► lines ──pasted elsewhere──► daemon ──dials──► NetworkDoor ──► RemoteLink
 *         └────────── Identity: token, certificates ◄── asks ──────────────────────────────┘
 * </pre>
 */
@NullMarked
package io.mirai.launch.network;

import org.jspecify.annotations.NullMarked;
