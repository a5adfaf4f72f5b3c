package io.mirai.transport.host;

import io.mirai.transport.host.certificates.Authority;
import io.mirai.transport.host.certificates.OwnCertificate;
import org.jspecify.annotations.Nullable;

/**
 * How a listener protects its links. It matters to TLS, and to a port without it that other machines can reach.
 *
 * @param authority issues the certificates of the daemons; null for one that is thrown away with the listener
 * @param certificate what the listener shows; null for one of the authority
 * @param insecure whether a port without TLS may be reached from other machines
 */
public record Protection(@Nullable Authority authority, @Nullable OwnCertificate certificate, boolean insecure) {

    /** Certificates that are thrown away, and no port without TLS that other machines can reach. */
    public static final Protection STANDARD = new Protection(null, null, false);
}
