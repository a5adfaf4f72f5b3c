/**
 * What both ends of a link need: RSocket over a Unix socket, TCP, TLS or WebSocket, with bodies of any size. The doors for other
 * modules are {@link io.mirai.transport.link.LinkAddress}, {@link io.mirai.transport.link.Secret}, {@link
 * io.mirai.transport.link.TrustedAuthorities}, {@link io.mirai.transport.link.RefusedException}, {@link
 * io.mirai.transport.link.TurnedAwayException} and {@link io.mirai.transport.link.Sockets#hasUnixSockets}; the rest is for {@code transport.host} and {@code transport.daemon},
 * which know this package and never each other.
 *
 * <pre>
 *   BodyShelf ──► BodyFlux ──chunks──► BodyFetch        a long body, from one end to the other
 *        LinkDuplexConnection, Outbound                 what waits to leave
 *        Channels, KeepAlive                            frames, and whether the peer is there
 *        Secret, Tls, Gate, OrderlyClose, WebSocketFrames   whom to trust, and what comes before the first frame
 *        Sockets, Loops                                 sockets, and the threads that move bytes
 * </pre>
 */
@NullMarked
package io.mirai.transport.link;

import org.jspecify.annotations.NullMarked;
