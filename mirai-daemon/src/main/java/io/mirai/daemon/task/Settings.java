package io.mirai.daemon.task;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * What user code can set for the whole JVM.
 *
 * @param properties the system properties
 * @param locale the default
 * @param display the default for what people read
 * @param format the default for dates and numbers
 * @param zone the default time zone
 * @param handler of exceptions that nobody caught; null if there is none
 */
public record Settings(
        Properties properties,
        Locale locale,
        Locale display,
        Locale format,
        TimeZone zone,
        @Nullable UncaughtExceptionHandler handler) {

    /** As they are. */
    static Settings now() {
        return new Settings(
                (Properties) System.getProperties().clone(),
                Locale.getDefault(),
                Locale.getDefault(Locale.Category.DISPLAY),
                Locale.getDefault(Locale.Category.FORMAT),
                TimeZone.getDefault(),
                Thread.getDefaultUncaughtExceptionHandler());
    }

    /** Sets them as they were. */
    void restore() {
        System.setProperties((Properties) properties.clone());
        Locale.setDefault(locale); // sets the other two as well
        Locale.setDefault(Locale.Category.DISPLAY, display);
        Locale.setDefault(Locale.Category.FORMAT, format);
        TimeZone.setDefault(zone);
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }
}
