package io.mirai.transport.link;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;

/**
 * Where Netty logs: where slf4j does, or without a provider of slf4j to java.util.logging, as it does by itself. A
 * Java without the module {@code java.logging}, as jlink makes it, has neither; there nothing would start.
 */
final class NettyLogs {

    private NettyLogs() {}

    /** Must be called before any other class of Netty is initialised; may be called again. */
    static void prepare() {
        try {
            InternalLoggerFactory.getDefaultFactory();
        } catch (NoClassDefFoundError e) {
            InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE); // which is silent then
        }
    }
}
