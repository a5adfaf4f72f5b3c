package io.mirai.codec;

import io.mirai.codec.rules.ClassList;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Makes classes with some names of its own, from class files that it finds; all others come from its parent. */
public abstract class OwnClasses extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** Has a parent for all but its own. */
    protected OwnClasses(ClassLoader parent) {
        super(parent);
    }

    /** Whether it makes the class with this binary name. */
    protected abstract boolean isOwn(String name);

    /** The class file of one of its own; null if there is none. */
    protected abstract @Nullable InputStream classFile(String path);

    /** Has made one of its own of these bytes. */
    protected void onMade(String name, byte[] bytes) {}

    @Override
    protected final Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? make(name) : loaded;
        }
    }

    private Class<?> make(String name) throws ClassNotFoundException {
        try (@Nullable InputStream in = classFile(ClassList.pathOf(name))) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            Class<?> made = defineClass(name, bytes, 0, bytes.length);
            onMade(name, bytes);
            return made;
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
