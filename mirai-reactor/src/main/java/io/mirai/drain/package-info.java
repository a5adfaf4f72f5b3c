/**
 * The one work-in-progress loop: any thread may bring work, and one thread at a time does it, without a lock.
 *
 * <p>{@link io.mirai.drain.WorkInProgress} is the counter that says whose turn it is.
 */
@NullMarked
package io.mirai.drain;

import org.jspecify.annotations.NullMarked;
