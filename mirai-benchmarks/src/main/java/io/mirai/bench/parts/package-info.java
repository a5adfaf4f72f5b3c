/**
 * Parts of the path of a task, each measured alone by JMH. The door is {@link io.mirai.bench.Parts}, which runs all of them.
 *
 * <pre>
 *   MiraiParts        submit ─────────────────────────────────► outcome
 *   CodecParts           encodeTask ─► decodeTask ─► encodeValue ─► decodeValue
 *   DispatcherParts         dispatchOne, dispatchBurst
 * </pre>
 */
@NullMarked
package io.mirai.bench.parts;

import org.jspecify.annotations.NullMarked;
