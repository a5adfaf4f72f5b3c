/**
 * Values of the JDK taken apart and rebuilt by public methods, so that no JVM needs {@code
 * --add-opens}. The doors are {@link io.mirai.codec.jdk.JdkValues} for values, {@link
 * io.mirai.codec.jdk.JdkThrowables} and {@link io.mirai.codec.jdk.JdkLambdas} for the JDK's part of
 * exceptions and closures, {@link io.mirai.codec.jdk.Instances} and {@link
 * io.mirai.codec.jdk.Peek} for what reflection may not do.
 *
 * <pre>
 *   object ── take ──► parts, which are plainer ── make ──► an equal object
 * </pre>
 */
@NullMarked
package io.mirai.codec.jdk;

import org.jspecify.annotations.NullMarked;
