/**
 * Random numbers that are the same wherever a task runs. The door is {@link io.mirai.random.Mrg32k3a}.
 *
 * <pre>
 *   seed of the profile ──► its state ──k leaps──► the stream of its k-th task
 * </pre>
 */
@NullMarked
package io.mirai.random;

import org.jspecify.annotations.NullMarked;
