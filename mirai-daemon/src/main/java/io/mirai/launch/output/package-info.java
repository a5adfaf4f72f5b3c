/**
 * What tasks print, on its way to the host's standard streams. The door is {@link io.mirai.launch.output.HostOutput}.
 *
 * <pre>
 *   link ── lines ──► HostOutput ── a thread of its own ──► System.out, System.err
 * </pre>
 */
@NullMarked
package io.mirai.launch.output;

import org.jspecify.annotations.NullMarked;
