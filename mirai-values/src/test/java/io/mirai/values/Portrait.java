package io.mirai.values;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A text that two graphs of objects have in common only if they have the same shape: the class of each object, the
 * elements of a collection in their order, its comparator, and which references lead to one object. It can be drawn on
 * either side, whose classes differ.
 */
final class Portrait {

    private final IdentityHashMap<Object, Integer> met = new IdentityHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private Portrait() {}

    static String of(@Nullable Object root) {
        Portrait portrait = new Portrait();
        portrait.draw(root);
        return portrait.text.toString();
    }

    private void draw(@Nullable Object object) {
        if (object == null) {
            text.append("null");
            return;
        }
        boolean plain = object instanceof Number || object instanceof String || object instanceof Boolean;
        Integer before = plain ? null : met.putIfAbsent(object, met.size());
        if (before != null) {
            text.append('#').append(before);
            return;
        }
        text.append(nameOf(object.getClass()));
        if (object.getClass().isArray()) {
            drawArray(object);
        } else if (object instanceof Map<?, ?> map) {
            drawMap(map);
        } else if (object instanceof Iterable<?> elements && !(object instanceof Path)) {
            drawElements(elements);
        } else if (object instanceof Twice || object instanceof Node) {
            drawFields(object);
        } else {
            text.append('(').append(withoutIdentity(object.toString())).append(')');
        }
    }

    /** Generated names have numbers in them that differ from JVM to JVM. */
    private static String nameOf(Class<?> type) {
        return type.isHidden() ? "generated" : type.getName();
    }

    private static String withoutIdentity(String text) {
        return text.replaceAll("@[0-9a-f]+", "@").replaceAll("\\$\\$Lambda[^ ,)]*", "lambda");
    }

    private void drawArray(Object array) {
        text.append('[');
        for (int i = 0; i < Array.getLength(array); i++) {
            draw(Array.get(array, i));
            text.append(',');
        }
        text.append(']');
    }

    private void drawMap(Map<?, ?> map) {
        if (map instanceof SortedMap<?, ?> sorted) {
            draw(sorted.comparator());
        }
        text.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            draw(entry.getKey());
            text.append('=');
            draw(entry.getValue());
            text.append(',');
        }
        text.append('}');
    }

    private void drawElements(Iterable<?> elements) {
        if (elements instanceof SortedSet<?> sorted) {
            draw(sorted.comparator());
        }
        text.append('[');
        for (Object element : elements) {
            draw(element);
            text.append(',');
        }
        text.append(']');
    }

    private void drawFields(Object object) {
        text.append('<');
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                text.append(field.getName()).append(':');
                try {
                    draw(field.get(object));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
                text.append(';');
            }
        }
        text.append('>');
    }
}
