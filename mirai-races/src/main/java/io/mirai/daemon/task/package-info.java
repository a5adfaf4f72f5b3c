/**
 * Races for the interrupt guard of {@link io.mirai.daemon.task.TaskRun}: a stop meets the ending of its task, and
 * the next task of the same thread. In this package, on the class path, for what is package-private there.
 */
@NullMarked
package io.mirai.daemon.task;

import org.jspecify.annotations.NullMarked;
