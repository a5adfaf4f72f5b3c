package io.mirai.daemon.session;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the daemon's classes of {@code io.mirai.daemon.inside}, bound to the libraries of one session. Everything else
 * comes from there.
 */
final class InsideLoader extends ClassLoader {

    private static final String INSIDE = "io.mirai.daemon.inside.";

    InsideLoader(ClassLoader session) {
        super(session);
    }

    /** Makes an object of one of these classes. */
    <T> T make(String simpleName, Class<T> type) throws ReflectiveOperationException {
        return type.cast(loadClass(INSIDE + simpleName).getDeclaredConstructor().newInstance());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(INSIDE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        try (@Nullable InputStream in = InsideLoader.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
