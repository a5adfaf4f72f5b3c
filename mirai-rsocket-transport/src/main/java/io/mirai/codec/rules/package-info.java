/**
 * What may pass between host and daemon, and how a refusal reads: which classes, in which direction, at what cost.
 * The doors are {@link io.mirai.codec.rules.ClassList}, {@link io.mirai.codec.rules.Budget} and {@link
 * io.mirai.codec.rules.Refusal}.
 *
 * <pre>
 *   name  ── ClassList ──► class, not initialised │ Refusal
 *   bytes ── Budget ─────► leave to go on         │ Refusal ── at the door ──► MiraiNotSerializable
 * </pre>
 *
 * <p>Results of every daemon are read within a budget and by {@code ClassList.admit}, since user code on any of them may
 * return what costs too much. Three things guard only against daemons that the host did not launch itself, and no result
 * of another meets them: {@link io.mirai.codec.rules.ListedClasses}, {@code Direction.fromStranger}, which alone uses
 * it, and in {@code ClassList} the two questions that it answers, by name before a class is resolved and in {@code
 * admitMethods}.
 */
@NullMarked
package io.mirai.codec.rules;

import org.jspecify.annotations.NullMarked;
