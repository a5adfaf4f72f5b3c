package io.mirai.map;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts results into one list, for {@link io.mirai.MiraiMap#collectFlat}. Not thread-safe. */
public final class Flattening<E> {

    private final Class<E> type;
    private final boolean ofWholes;
    private final List<E> elements = new ArrayList<>();

    /** Makes an empty list that takes elements of this type only. */
    @SuppressWarnings("unchecked") // a primitive type stands for its box
    public Flattening(Class<E> type) {
        this.type = (Class<E>) MethodType.methodType(type).wrap().returnType();
        this.ofWholes = type.isArray() || Collection.class.isAssignableFrom(type);
    }

    /** Adds the result of one element, or its parts if it is a collection or an array. */
    public void add(int index, @Nullable Object result) {
        if (result == null) {
            return;
        }
        if (ofWholes && type.isInstance(result)) {
            addOne(index, result);
        } else if (result instanceof Collection<?> all) {
            all.forEach(one -> addOne(index, one));
        } else if (result.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(result); i++) {
                addOne(index, Array.get(result, i));
            }
        } else {
            addOne(index, result);
        }
    }

    private void addOne(int index, @Nullable Object one) {
        if (one == null) {
            return;
        }
        if (!type.isInstance(one)) {
            throw new ClassCastException(Texts.otherType(index, one.getClass(), type));
        }
        elements.add(type.cast(one));
    }

    /** Returns the elements that were added. */
    public List<E> elements() {
        return elements;
    }
}
