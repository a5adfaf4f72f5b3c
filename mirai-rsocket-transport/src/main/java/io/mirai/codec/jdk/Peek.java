package io.mirai.codec.jdk;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a serializable object that reflection may not open: the JDK's own output stream shows
 * each object that it would write. Nothing below the first level is followed or kept, and nothing is
 * ever read back.
 */
public final class Peek extends ObjectOutputStream {

    private final List<Object> seen = new ArrayList<>();
    private final List<Class<?>> classes = new ArrayList<>();

    private Peek() throws IOException {
        super(OutputStream.nullOutputStream());
        enableReplaceObject(true);
    }

    /** Looks into an object; its class must be serializable. */
    public static Peek into(Object object) {
        try {
            Peek peek = new Peek();
            peek.writeObject(object);
            return peek;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected @Nullable Object replaceObject(Object object) {
        seen.add(object);
        return seen.size() == 1 ? object : null;
    }

    @Override
    protected void annotateClass(Class<?> type) {
        classes.add(type);
    }

    /** The object itself, or what its {@code writeReplace} replaced it by. */
    public Object root() {
        return seen.get(0);
    }

    /** What the fields of the root hold, in the order of its stream; null, classes and itself are left out. */
    public List<Object> parts() {
        return seen.subList(1, seen.size());
    }

    /** The classes of what was written, and those that are data themselves. */
    public List<Class<?>> classes() {
        return classes;
    }
}
