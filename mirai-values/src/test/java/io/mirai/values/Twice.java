package io.mirai.values;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refers to one object from three places. */
final class Twice {

    final @Nullable Object first;
    final List<@Nullable Object> list = new ArrayList<>();
    final @Nullable Object[] array;

    Twice(@Nullable Object value) {
        this.first = value;
        this.list.add(value);
        this.array = new Object[] {value};
    }

    boolean isOne() {
        return list.get(0) == first && array[0] == first;
    }
}
