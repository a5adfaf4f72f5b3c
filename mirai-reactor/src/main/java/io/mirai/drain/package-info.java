/**
 * The one work-in-progress loop: any thread may bring work, and one thread at a time does it, without a lock.
 *
 * <pre>
 *   any thread ──work, tryEnter──► WorkInProgress ──whose turn──► PoolLoop: a pass on a pool, one at a time
 * </pre>
 *
 * <p>{@link io.mirai.drain.WorkInProgress} is the counter that says whose turn it is; {@link io.mirai.drain.PoolLoop} is the
 * loop for work that may block.
 */
@NullMarked
package io.mirai.drain;

import org.jspecify.annotations.NullMarked;
