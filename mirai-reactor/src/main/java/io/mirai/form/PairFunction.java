package io.mirai.form;

import io.mirai.TaskBiFunction;
import io.mirai.TaskFunction;
import java.util.Map;

/** Wraps a function of two arguments as a function of a pair. It travels to the daemon as it is. */
public record PairFunction<A, B, R>(TaskBiFunction<? super A, ? super B, ? extends R> function)
        implements TaskFunction<Map.Entry<A, B>, R> {

    @Override
    public R apply(Map.Entry<A, B> pair) throws Exception {
        return function.apply(pair.getKey(), pair.getValue());
    }
}
