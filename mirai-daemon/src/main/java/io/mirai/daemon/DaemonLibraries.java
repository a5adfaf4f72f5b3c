package io.mirai.daemon;

import io.mirai.daemon.session.ReactorLog;
import io.netty.util.internal.PlatformDependent;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The daemon's own libraries, which say nothing: neither in a log, which they do not have, nor on standard error. */
public final class DaemonLibraries {

    /**
     * Keeps slf4j, which has no provider here, from saying so, and Netty from registering events that nobody records,
     * which would cost a good part of the start. User code has its own slf4j and Netty, which read the same properties:
     * so they are as they were before user code comes.
     */
    private static final Map<String, String> SETTINGS =
            Map.of("slf4j.internal.verbosity", "ERROR", "io.netty.jfr.enabled", "false");

    private DaemonLibraries() {}

    /** To be called before anything uses them. */
    public static void initialize() {
        Map<String, Optional<String>> before = new HashMap<>();
        SETTINGS.forEach((name, value) -> before.put(name, Optional.ofNullable(System.setProperty(name, value))));
        LoggerFactory.getILoggerFactory();
        // Without a provider it would take java.util.logging, which then is set up before user code is found, or is not
        // there.
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
        PlatformDependent.javaVersion();
        before.forEach((name, value) ->
                value.ifPresentOrElse(own -> System.setProperty(name, own), () -> System.clearProperty(name)));
        ReactorLog.install();
    }
}
