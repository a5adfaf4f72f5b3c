/**
 * Java's serialization methods without Java's stream: an object's own {@code writeObject} and {@code readObject} write into
 * the graph around it and read from it. The doors are {@link io.mirai.codec.stream.SerialParts} and {@link
 * io.mirai.codec.stream.ExternalParts}.
 *
 * <pre>
 *   object ── SerialParts ── for each class ──► PartOutput, PartInput ──► ObjectGraph
 * </pre>
 */
@NullMarked
package io.mirai.codec.stream;

import org.jspecify.annotations.NullMarked;
