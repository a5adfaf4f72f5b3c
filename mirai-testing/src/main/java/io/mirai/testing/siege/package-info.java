/**
 * Hostile peers on a network, made of bytes alone: they know neither the transport nor its libraries. The doors are {@link
 * io.mirai.testing.siege.Siege}, which sends many of them, and {@link io.mirai.testing.siege.MemoryCost}, which a besieged
 * host measures itself by.
 *
 * <pre>
 *   Siege ─ one thread a peer ─► Attack ─ bytes ─► Line ─ TLS, WebSocket ─► the host ─► MemoryCost
 * </pre>
 */
@NullMarked
package io.mirai.testing.siege;

import org.jspecify.annotations.NullMarked;
