/**
 * What Mirai costs. {@link io.mirai.bench.Table} compares it with what is possible at all and with other systems; {@link
 * io.mirai.bench.Parts} measures its parts; every other main class answers one question.
 *
 * <pre>
 *   Table ──► table ──► workload ──► contender ──► floor, memory
 *   Parts ──► parts ──► memory
 *   all   ──► jvm
 * </pre>
 */
@NullMarked
package io.mirai.bench;

import org.jspecify.annotations.NullMarked;
