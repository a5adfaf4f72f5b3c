package io.mirai.daemon.session;

import io.mirai.codec.OwnClasses;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the daemon's classes of {@code io.mirai.daemon.inside}, bound to the libraries of one session. Everything else
 * comes from there.
 */
final class InsideLoader extends OwnClasses {

    static {
        registerAsParallelCapable();
    }

    private static final String INSIDE = "io.mirai.daemon.inside.";

    InsideLoader(ClassLoader session) {
        super(session);
    }

    /** Makes an object of one of these classes. */
    <T> T make(String simpleName, Class<T> type) throws ReflectiveOperationException {
        return type.cast(loadClass(INSIDE + simpleName).getDeclaredConstructor().newInstance());
    }

    @Override
    protected boolean isOwn(String name) {
        return name.startsWith(INSIDE);
    }

    @Override
    protected @Nullable InputStream classFile(String path) {
        return InsideLoader.class.getClassLoader().getResourceAsStream(path);
    }
}
