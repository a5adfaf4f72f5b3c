/**
 * The host's end of its links: a door at which daemons dial in, and the link to each that was admitted. The doors are
 * {@link io.mirai.transport.host.DaemonListener} with its {@link io.mirai.transport.host.Protection}, {@link
 * io.mirai.transport.host.DaemonLink}, and what they ask of the fleet, {@link io.mirai.transport.host.Admission} and
 * {@link io.mirai.transport.host.ClassSource}.
 *
 * <pre>
 *   DaemonListener ──► Reception ──► Door ──TLS, WebSocket──► Handshake ──the proof is right──► DaemonLink
 *                       Strangers      └──────► Refusals ◄──── SetupGuard                        LinkGuard
 *
 *   DaemonLink ──► task, stop, forget
 *     │   └─ Responder ◄── bodies, code that it asks for: Lookups, ClassBatches
 *     └─ ReplyReceiver, ResultFetch ◄── endings, values
 * </pre>
 */
@NullMarked
package io.mirai.transport.host;

import org.jspecify.annotations.NullMarked;
