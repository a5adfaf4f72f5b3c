package io.mirai.values;

import org.jspecify.annotations.Nullable;

/** Closes a cycle: a collection holds it, and it refers to the collection. Equal to itself alone, with a stable hash code. */
public final class Node {

    public @Nullable Object holder;
    final String name;

    public Node(String name) {
        this.name = name;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return name;
    }
}
