/**
 * What is possible at all: the same exchanges over bare rsocket-java, and over a raw socket. The doors are {@link
 * io.mirai.bench.floor.Bare} and {@link io.mirai.bench.floor.Raw}.
 *
 * <pre>
 *   Bare ─ BareHost ── rsocket-java, Unix socket ──► BareWorker
 *   Raw  ─ RawChannel ── Unix socket ──► RawWorker
 * </pre>
 */
@NullMarked
package io.mirai.bench.floor;

import org.jspecify.annotations.NullMarked;
