/**
 * The host's end of its links: a door at which daemons dial in, and the link to each that was admitted. The doors are
 * {@link io.mirai.transport.host.DaemonListener}, {@link io.mirai.transport.host.DaemonLink}, and what they ask of the
 * fleet, {@link io.mirai.transport.host.Admission} and {@link io.mirai.transport.host.ClassSource}.
 *
 * <pre>
 *   DaemonListener ──► Handshake ──the proof is right──► DaemonLink ──► task, stop, forget
 *                         │                               │   │
 *                     SetupGuard                          │   └─ Responder ◄── bodies, code that it asks for
 *                     (strangers)                         └─ ReplyReceiver, ResultFetch ◄── endings, values
 * </pre>
 */
@NullMarked
package io.mirai.transport.host;

import org.jspecify.annotations.NullMarked;
