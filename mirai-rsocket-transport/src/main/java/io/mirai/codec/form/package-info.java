/**
 * How each kind of value looks on the wire. The doors are {@link io.mirai.codec.form.Policy}, which finds the form
 * of a class, {@link io.mirai.codec.form.NumberedTypes} and {@link io.mirai.codec.form.WireType}, which name classes
 * on the wire, and {@link io.mirai.codec.form.Graph}, which a form asks to write and read what its object holds.
 *
 * <pre>
 *   class ── Policy ──► WireType ── Form.write, Form.read ──► Graph ──► the next object
 * </pre>
 */
@NullMarked
package io.mirai.codec.form;

import org.jspecify.annotations.NullMarked;
