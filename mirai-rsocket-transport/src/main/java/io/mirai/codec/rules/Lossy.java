package io.mirai.codec.rules;

import java.util.Set;

/**
 * Classes of libraries whose serialization methods lose something of their values: they are carried by their fields. The tree
 * nodes of Jackson go through JSON text, which makes an int of a long, a double of a decimal and null of a missing node.
 */
public final class Lossy {

    private static final Set<String> BASES =
            Set.of("com.fasterxml.jackson.databind.node.BaseJsonNode", "tools.jackson.databind.node.BaseJsonNode");

    private Lossy() {}

    /** Whether a class is such a one or extends it. */
    public static boolean isLossy(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (BASES.contains(c.getName())) {
                return true;
            }
        }
        return false;
    }
}
