/**
 * A daemon's end of its link: it dials its host, proves that it knows the token, and is sent tasks from then on. The
 * doors are {@link io.mirai.transport.daemon.HostConnection}, {@link io.mirai.transport.daemon.FoundCode}, and what
 * runs the tasks, {@link io.mirai.transport.daemon.TaskHandler}.
 *
 * <pre>
 *   Dialling ──Entry: TLS, WebSocket──► host
 *   Dialling ──admitted──► HostConnection ──► LookupClient, ControlSender ──► host
 *                 host ──► Responder ──task──► TaskHandler
 *                 host ◄── MonoReply ◄─ending─ TaskExchange
 *                 host ◄── FluxValues ◄values─ ValueSender
 * </pre>
 */
@NullMarked
package io.mirai.transport.daemon;

import org.jspecify.annotations.NullMarked;
