/**
 * A daemon that runs for no profile: it does what daemons do at their start, and writes an archive of the classes that this took
 * as it ends. The door is {@link io.mirai.launch.rehearsal.Rehearsal}.
 *
 * <pre>
 *   Rehearsal ── RehearsedTasks, one after the other ──► its daemon ── the last one ──► halt, with an archive
 * </pre>
 */
@NullMarked
package io.mirai.launch.rehearsal;

import org.jspecify.annotations.NullMarked;
