package io.mirai.codec;

import java.net.URL;
import org.jspecify.annotations.Nullable;

/** The user's classes as code of one loader knows them: its own ones first, then what all others have. */
final class HomeClasses extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader others;

    HomeClasses(ClassLoader home, ClassLoader others) {
        super(home);
        this.others = others;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return others.loadClass(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return others.getResource(name);
    }
}
