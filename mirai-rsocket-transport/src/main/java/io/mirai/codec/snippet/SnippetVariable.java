package io.mirai.codec.snippet;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a snippet: a static field of the class that jshell made of the snippet. Its value is not part of
 * what a lambda captures.
 *
 * @param owner the binary name of that class
 * @param name the name of the variable
 */
public record SnippetVariable(String owner, String name) {

    /** Its value in the JVM of that loader. */
    public @Nullable Object get(ClassLoader loader) throws ReflectiveOperationException {
        return field(loader).get(null);
    }

    /** Gives it a value in the JVM of that loader. */
    public void set(ClassLoader loader, @Nullable Object value) throws ReflectiveOperationException {
        field(loader).set(null, value);
    }

    private Field field(ClassLoader loader) throws ReflectiveOperationException {
        Field field = Class.forName(owner, true, loader).getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
