package io.mirai.daemon.inside;

import java.lang.System.Logger;
import java.util.ResourceBundle;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Loggers of user code's slf4j, by their names. */
public final class Slf4jLoggers implements Function<String, Logger> {

    /** Made by its name. */
    public Slf4jLoggers() {}

    @Override
    public Logger apply(String name) {
        return new Slf4jLogger(LoggerFactory.getLogger(name));
    }

    private record Slf4jLogger(org.slf4j.Logger logger) implements Logger {

        @Override
        public String getName() {
            return logger.getName();
        }

        @Override
        public boolean isLoggable(Level level) {
            return switch (level) {
                case ALL, TRACE -> logger.isTraceEnabled();
                case DEBUG -> logger.isDebugEnabled();
                case INFO -> logger.isInfoEnabled();
                case WARNING -> logger.isWarnEnabled();
                case ERROR -> logger.isErrorEnabled();
                case OFF -> false;
            };
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            switch (level) {
                case ALL, TRACE -> logger.trace(message, thrown);
                case DEBUG -> logger.debug(message, thrown);
                case INFO -> logger.info(message, thrown);
                case WARNING -> logger.warn(message, thrown);
                case ERROR -> logger.error(message, thrown);
                case OFF -> {}
            }
        }

        /** The message is complete: the caller has put the values into it. */
        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Object... values) {
            log(level, bundle, message, (Throwable) null);
        }
    }
}
