package io.mirai.codec;

import io.mirai.TaskFunction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function of a map as it arrived on a daemon, for the thread that has rebuilt it.
 *
 * @param function what to apply
 * @param values the named values of each of its tasks
 * @param home where its code lives
 */
public record ShippedFunction(TaskFunction<@Nullable Object, ?> function, Map<String, Object> values, Home home) {

    @SuppressWarnings("NullAway") // it does not look at what stands for A
    ShippedTask applyTo(@Nullable Object element) {
        return new ShippedTask(() -> function.apply(element), values, home);
    }
}
