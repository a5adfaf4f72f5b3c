package io.mirai.codec;

import io.mirai.codec.rules.Refusal;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The large arrays that came beside a graph, which its reading meets in their order; see {@link LargeArrays}. */
final class ArraysApart {

    static final ArraysApart NONE = new ArraysApart(Collections.emptyList());

    private final Iterator<Object> unmet;

    ArraysApart(List<Object> arrays) {
        this.unmet = arrays.iterator();
    }

    /** The next one, which the graph says is of this kind. */
    Object next(Class<?> component, int length) {
        Object next = unmet.hasNext() ? unmet.next() : null;
        if (next == null || next.getClass().getComponentType() != component || Array.getLength(next) != length) {
            throw new Refusal(null, Texts.otherLargeArrays(), null);
        }
        return next;
    }

    /** The graph has ended. */
    void end() {
        if (unmet.hasNext()) {
            throw new Refusal(null, Texts.otherLargeArrays(), null);
        }
    }
}
