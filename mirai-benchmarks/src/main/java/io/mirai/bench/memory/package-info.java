/**
 * The dispatcher without what surrounds it: daemons are objects in memory. The doors are {@link
 * io.mirai.bench.memory.MemoryProfile} and {@link io.mirai.bench.memory.DispatcherAlone}.
 *
 * <pre>
 *   MemoryProfile ─ Submission ─► DaemonDispatcher ─► MemoryFleet ─ answers at once, or never
 * </pre>
 */
@NullMarked
package io.mirai.bench.memory;

import org.jspecify.annotations.NullMarked;
