package io.mirai.daemon.session;

import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log of user code: its own slf4j, if a provider is on its class path. It is set up when there is the first word for
 * it, as this reads the user's configuration. Thread-safe.
 */
final class UserLog implements Function<String, System.Logger> {

    private static final String[] PROVIDERS = {
        "META-INF/services/org.slf4j.spi.SLF4JServiceProvider", // of slf4j 2
        "org/slf4j/impl/StaticLoggerBinder.class" // of 1.7
    };

    private final SessionClassLoader session;
    private final Map<String, System.Logger> made = new ConcurrentHashMap<>();
    private @Nullable Function<String, System.Logger> loggers; // guarded by this

    UserLog(SessionClassLoader session) {
        this.session = session;
    }

    @Override
    public System.Logger apply(String name) {
        System.Logger known = made.get(name);
        if (known == null) {
            known = make(name);
            made.put(name, known);
        }
        return known;
    }

    private System.Logger make(String name) {
        try {
            return loggers().apply(name);
        } catch (LinkageError | RuntimeException e) { // of user code, which may lack what it needs
            return new Silence(name);
        }
    }

    @SuppressWarnings("unchecked")
    private synchronized Function<String, System.Logger> loggers() {
        Function<String, System.Logger> own = loggers;
        if (own == null) {
            own = Silence::new;
            loggers = own; // also for a logger that is wanted while they are made
            if (Stream.of(PROVIDERS).anyMatch(provider -> session.getResource(provider) != null)) {
                try {
                    own = new InsideLoader(session).make("Slf4jLoggers", Function.class);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e); // the class is ours
                }
                loggers = own;
            }
        }
        return own;
    }

    private record Silence(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            // Nowhere.
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            // Nowhere.
        }
    }
}
