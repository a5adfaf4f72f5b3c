/**
 * What all lambdas of one place in the code share, and its numbers, which stand for it where such lambdas are sent often. The doors
 * are {@link io.mirai.codec.shape.LambdaShapes} and, on the host, {@link io.mirai.codec.shape.NumberedShapes}.
 *
 * <pre>
 *   host: NumberedShapes          LambdaShapes: a daemon
 *     shape ──► number ─────task────► number
 *     number ◄────────asks once─────── │
 *       └──► LambdaShape ────────────► LambdaShape, kept
 * </pre>
 */
@NullMarked
package io.mirai.codec.shape;

import org.jspecify.annotations.NullMarked;
