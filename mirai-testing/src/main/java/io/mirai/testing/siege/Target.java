package io.mirai.testing.siege;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom a siege is for, and what its peers know.
 *
 * @param port a port of this machine
 * @param tls the certificate that the host knows and trust in any host; null if the port has no TLS
 * @param path where WebSocket is spoken; empty if it is not
 * @param setup the payload of a SETUP that the host admits
 * @param prove answers the challenge of the host
 */
public record Target(
        int port, @Nullable SSLContext tls, String path, Supplier<byte[]> setup, UnaryOperator<byte[]> prove) {

    boolean isWebSocket() {
        return !path.isEmpty();
    }
}
