/**
 * Carries closures to daemons and results back: Kryo's graph engine under a policy of our own. The
 * doors are {@link io.mirai.codec.HostCodec} and {@link io.mirai.codec.DaemonCodec}; no Kryo type
 * leaves this package.
 *
 * <pre>
 *   HostCodec   ── task: any class, Java serialization where nothing else helps ──►  DaemonCodec
 *   HostCodec  ◄── value, failure: bounded, of strangers by a list of classes ──────── DaemonCodec
 * </pre>
 */
@NullMarked
package io.mirai.codec;

import org.jspecify.annotations.NullMarked;
