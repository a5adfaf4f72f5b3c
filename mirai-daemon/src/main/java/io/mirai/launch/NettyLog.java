package io.mirai.launch;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;

/**
 * Netty's logging in a run-time image without {@code java.logging}: where slf4j has no provider, Netty would look there all
 * the same, and not start.
 */
final class NettyLog {

    private NettyLog() {}

    /** Before any other class of Netty; leaves Netty alone in every other JVM. */
    static void prepare() {
        if (ModuleLayer.boot().findModule("java.logging").isEmpty()) {
            InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
        }
    }
}
