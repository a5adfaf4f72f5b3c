package io.mirai.values;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What of a value must be the same on either side; a lambda that travels along. */
@FunctionalInterface
public interface View<T> extends Serializable {

    @Nullable
    Object of(T value) throws Exception;
}
