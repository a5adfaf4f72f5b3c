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
 * return what costs too much. A {@code Listing} guards only against daemons that the host did not launch itself, and no result of
 * another meets it: {@link io.mirai.codec.rules.ListedClasses} is the one of {@code Direction.fromStranger}. {@code ClassList} asks it by
 * name before a class is loaded, shows it the class that was loaded, and asks it whether code of that class may run.
 *
 * <pre>
 *   shipped      a name that a task has carried         its objects are read
 *   task's code  a class file that lies with a task     its objects are read
 *   allowed      a name of allow(…)                     the same, and its serialization methods, lambdas and proxies
 * </pre>
 */
@NullMarked
package io.mirai.codec.rules;

import org.jspecify.annotations.NullMarked;
