package io.mirai;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code that a daemon applies to one element of a map.
 *
 * @param <A> the type of the element
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskFunction<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {

    /**
     * Computes one result.
     *
     * @throws Exception whatever went wrong; it reaches the caller as a {@link MiraiError}
     */
    R apply(A argument) throws Exception;
}
