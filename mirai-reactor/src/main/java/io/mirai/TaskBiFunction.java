package io.mirai;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Code that a daemon applies to one pair, or to the key and the value of one entry of a map.
 *
 * @param <A> the type of the first
 * @param <B> the type of the second
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskBiFunction<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {

    /**
     * Computes one result.
     *
     * @throws Exception whatever went wrong; it reaches the caller as a {@link MiraiError}
     */
    R apply(A first, B second) throws Exception;
}
