/**
 * What the tests of each library share. The doors are {@link io.mirai.values.ValueTest}, which a test class extends, and
 * {@link io.mirai.values.Value}, one row of its matrix.
 *
 * <pre>
 *   Value ── Sides: host ──► daemon ──► host ──► Portrait before = Portrait there = Portrait after
 * </pre>
 */
@NullMarked
package io.mirai.values;

import org.jspecify.annotations.NullMarked;
