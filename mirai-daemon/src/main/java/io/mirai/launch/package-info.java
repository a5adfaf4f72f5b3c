/**
 * The host's side of daemons on this machine: opens a private directory with a socket, starts JVMs that dial it,
 * and ends them with all that they started. The door is {@link io.mirai.launch.RSocketBackend}, found by {@link
 * java.util.ServiceLoader}.
 *
 * <pre>
 *   LocalFleet ─ launch ─► LocalDaemon ─ JvmCommand ─► process ─ dials ─► FleetDoor ─► LocalLink
 *       └─ no archive of classes ─► ArchiveMaker ─► Rehearsal, by another LocalFleet
 * </pre>
 */
@NullMarked
package io.mirai.launch;

import org.jspecify.annotations.NullMarked;
