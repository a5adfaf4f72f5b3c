package io.mirai.codec.form;

import io.mirai.codec.shape.LambdaShape;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A place in the code of which lambdas have come.
 *
 * @param capturing the class that it is in
 * @param method the compiler's method there that rebuilds lambdas; null in the JDK, where it is closed to us
 */
public record LambdaPlace(LambdaShape shape, Class<?> capturing, @Nullable MethodHandle method) {}
