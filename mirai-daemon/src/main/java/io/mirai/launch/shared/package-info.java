/**
 * What daemons of this machine and those of others have in common for their host. The doors are {@link
 * io.mirai.launch.shared.FleetAdmission}, {@link io.mirai.launch.shared.HostCode}, {@link io.mirai.launch.shared.TransportLink},
 * {@link io.mirai.launch.shared.HostOutput}, {@link io.mirai.launch.shared.FleetThread}, {@link io.mirai.launch.shared.ExitHook}, and
 * {@link io.mirai.launch.shared.OwnVariables} for those elsewhere.
 *
 * <pre>
 *   a daemon dials ──► FleetAdmission   what holds for each
 *            asks  ──► HostCode         the code of its tasks
 *            runs  ◄── TransportLink    its tasks
 *            prints ─► HostOutput ── a thread of its own ──► System.out, System.err
 * </pre>
 */
@NullMarked
package io.mirai.launch.shared;

import org.jspecify.annotations.NullMarked;
