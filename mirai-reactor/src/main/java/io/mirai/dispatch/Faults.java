package io.mirai.dispatch;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Logs what went wrong, on a thread that may block: the user's log is user code, and no loop of ours may wait for it or fail
 * with it. Thread-safe; never throws.
 */
public final class Faults {

    private static final Logger log = LoggerFactory.getLogger("io.mirai");

    private Faults() {}

    /** Logs a fault of ours. */
    public static void report(String profile, Throwable fault) {
        error(() -> Texts.brokenInvariant(profile), fault);
    }

    /** Runs code that logs, later. */
    public static void later(Runnable logging) {
        try {
            Schedulers.boundedElastic().schedule(logging);
        } catch (Throwable e) {
            // Neither memory nor stack is left to log it.
        }
    }

    /** Logs an error, whose text is made on the thread that logs. */
    public static void error(Supplier<String> text, @Nullable Throwable cause) {
        later(() -> log.error(text.get(), cause));
    }
}
