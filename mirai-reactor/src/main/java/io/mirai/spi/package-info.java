/**
 * The one door between the dispatcher and the world: links to daemons, the codec, launching. The
 * dispatcher calls {@link io.mirai.spi.Backend}, {@link io.mirai.spi.Fleet}, {@link
 * io.mirai.spi.Link} and {@link io.mirai.spi.Codec}, and where a profile has no daemons {@link
 * io.mirai.spi.Evaluator}; a backend calls {@link
 * io.mirai.spi.FleetListener} and {@link io.mirai.spi.ReplyListener}.
 *
 * <pre>
 *   dispatcher ── launch ──► Fleet ── dials in ──► FleetListener.onLink
 *   dispatcher ── send ────► Link  ── its ending ► ReplyListener.onReply
 * </pre>
 */
@NullMarked
package io.mirai.spi;

import org.jspecify.annotations.NullMarked;
