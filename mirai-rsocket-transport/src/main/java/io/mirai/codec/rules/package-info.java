/**
 * What may pass between host and daemon, and how a refusal reads: which classes, in which direction, at what cost.
 * The doors are {@link io.mirai.codec.rules.ClassList}, {@link io.mirai.codec.rules.Budget} and {@link
 * io.mirai.codec.rules.Refusal}.
 *
 * <pre>
 *   name  ── ClassList ──► class, not initialised │ Refusal
 *   bytes ── Budget ─────► leave to go on         │ Refusal ── at the door ──► MiraiNotSerializable
 * </pre>
 */
@NullMarked
package io.mirai.codec.rules;

import org.jspecify.annotations.NullMarked;
