package io.mirai.daemon.session;

import java.lang.System.Logger.Level;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * A logger of Reactor, which this daemon shares with user code: what user code makes it say goes to the log of user code,
 * if that has one. What the daemon's own link makes it say goes nowhere, since user code has no part in it, and a link
 * must not wait for an appender. Thread-safe.
 */
public final class ReactorLog implements Logger {

    private static volatile @Nullable Function<String, System.Logger> log;
    private static volatile boolean begun;

    private final String name;

    private ReactorLog(String name) {
        this.name = name;
    }

    /** To be called before Reactor is used. */
    public static void install() {
        Loggers.useCustomLoggers(ReactorLog::new);
    }

    /** A host has admitted this daemon. User code has no part in what is logged before, and a host may have the log. */
    public static void begin() {
        begun = true;
    }

    /** From now on user code logs there, by the names of its loggers. */
    static void use(Function<String, System.Logger> userLog) {
        log = userLog;
    }

    private System.@Nullable Logger logger() {
        Function<String, System.Logger> current = log;
        return current == null || !begun || OwnThreads.isCurrent() ? null : current.apply(name);
    }

    private boolean isLoggable(Level level) {
        System.Logger logger = logger();
        return logger != null && logger.isLoggable(level);
    }

    private void log(Level level, String message, @Nullable Throwable thrown) {
        System.Logger logger = logger();
        if (logger != null) {
            logger.log(level, message, thrown);
        }
    }

    private void format(Level level, String format, @Nullable Object @Nullable [] values) {
        if (isLoggable(level)) {
            FormattingTuple complete = MessageFormatter.arrayFormat(format, values);
            log(level, complete.getMessage(), complete.getThrowable());
        }
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isTraceEnabled() {
        return isLoggable(Level.TRACE);
    }

    @Override
    public void trace(String message) {
        log(Level.TRACE, message, null);
    }

    @Override
    public void trace(String format, @Nullable Object @Nullable ... values) {
        format(Level.TRACE, format, values);
    }

    @Override
    public void trace(String message, @Nullable Throwable thrown) {
        log(Level.TRACE, message, thrown);
    }

    @Override
    public boolean isDebugEnabled() {
        return isLoggable(Level.DEBUG);
    }

    @Override
    public void debug(String message) {
        log(Level.DEBUG, message, null);
    }

    @Override
    public void debug(String format, @Nullable Object @Nullable ... values) {
        format(Level.DEBUG, format, values);
    }

    @Override
    public void debug(String message, @Nullable Throwable thrown) {
        log(Level.DEBUG, message, thrown);
    }

    @Override
    public boolean isInfoEnabled() {
        return isLoggable(Level.INFO);
    }

    @Override
    public void info(String message) {
        log(Level.INFO, message, null);
    }

    @Override
    public void info(String format, @Nullable Object @Nullable ... values) {
        format(Level.INFO, format, values);
    }

    @Override
    public void info(String message, @Nullable Throwable thrown) {
        log(Level.INFO, message, thrown);
    }

    @Override
    public boolean isWarnEnabled() {
        return isLoggable(Level.WARNING);
    }

    @Override
    public void warn(String message) {
        log(Level.WARNING, message, null);
    }

    @Override
    public void warn(String format, @Nullable Object @Nullable ... values) {
        format(Level.WARNING, format, values);
    }

    @Override
    public void warn(String message, @Nullable Throwable thrown) {
        log(Level.WARNING, message, thrown);
    }

    @Override
    public boolean isErrorEnabled() {
        return isLoggable(Level.ERROR);
    }

    @Override
    public void error(String message) {
        log(Level.ERROR, message, null);
    }

    @Override
    public void error(String format, @Nullable Object @Nullable ... values) {
        format(Level.ERROR, format, values);
    }

    @Override
    public void error(String message, @Nullable Throwable thrown) {
        log(Level.ERROR, message, thrown);
    }
}
