/**
 * What tasks print: user code's standard streams, cut into lines that go to the host. The doors are {@link
 * io.mirai.daemon.output.StandardStreams}, which user code meets, and {@link io.mirai.daemon.output.OutputLines}, which wait
 * for the link.
 *
 * <pre>
 *   System.out, System.err ──► PrintedStream ──► PartialLine, a task's ──► OutputLines ──► HostConnection
 * </pre>
 */
@NullMarked
package io.mirai.daemon.output;

import org.jspecify.annotations.NullMarked;
