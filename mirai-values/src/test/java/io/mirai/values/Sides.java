package io.mirai.values;

import io.mirai.Task;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.HostCodec;
import io.mirai.spi.Body;
import io.mirai.spi.ResultClasses;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A host and a daemon in one JVM, which share no class of the user or of a library. Thread-safe. */
public final class Sides {

    private final HostCodec host = new HostCodec(Sides.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()));
    private final ClassLoader session = new SecondLoader();
    private final DaemonCodec daemon = new DaemonCodec(session, host.shapes());

    /** Defines the classes of the class path a second time, as a daemon does. */
    private static final class SecondLoader extends ClassLoader {

        static {
            registerAsParallelCapable();
        }

        private static final List<String> SHARED = List.of("org.assertj.", "org.junit.", "org.opentest4j.");

        private final ClassLoader first = Sides.class.getClassLoader();

        SecondLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (isShared(name)) {
                return first.loadClass(name);
            }
            try (InputStream in = first.getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        protected @Nullable URL findResource(String name) {
            return first.getResource(name);
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            return first.getResources(name);
        }

        private static boolean isShared(String name) {
            boolean api = name.startsWith("io.mirai.") && name.indexOf('.', "io.mirai.".length()) < 0;
            return api || name.startsWith("io.mirai.form.") || SHARED.stream().anyMatch(name::startsWith);
        }
    }

    /** The task as it leaves the host. */
    Body encode(Task<?> task) {
        return host.encodeTask(task, Map.of());
    }

    /** What the task returns on the daemon, where its classes are the daemon's. */
    @Nullable
    public Object onDaemon(Task<?> task) throws Exception {
        Body sent = encode(task);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(session); // as on a daemon
        try {
            return daemon.decodeTask(sent).task().call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What the host gets if the daemon runs the task. */
    @Nullable
    public Object run(Task<?> task) throws Exception {
        return host.decodeValue(daemon.encodeValue(daemon.session(), Body.MAX_BYTES, onDaemon(task)));
    }

    /** What the host gets if a task returns an object like this one. */
    @Nullable
    public Object returned(@Nullable Object value) {
        return host.decodeValue(daemon.encodeValue(daemon.session(), Body.MAX_BYTES, value));
    }
}
