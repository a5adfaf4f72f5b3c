/**
 * The records that wrap what a user gives, so that every task travels as a {@link io.mirai.Task} and every function of a map as a
 * {@link io.mirai.TaskFunction}. The host makes them and a daemon rebuilds them: user code on a daemon sees this package besides
 * the API, and no other of ours.
 *
 * <pre>
 *   host: TaskAction ──► ActionTask ──codec──► daemon: call() ──► TaskAction.act()
 * </pre>
 *
 * <p>All its records are doors.
 */
@NullMarked
package io.mirai.form;

import org.jspecify.annotations.NullMarked;
