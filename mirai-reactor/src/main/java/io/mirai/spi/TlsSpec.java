package io.mirai.spi;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the links of a profile are protected.
 *
 * @param certificate what the host shows: PEM, or the path of a file with it; null for one that is thrown away
 * @param key the key of the certificate, likewise
 * @param authorities those who vouch for the certificate, likewise; null if the host need not check it
 * @param password asked for the password of the key; null if it has none
 * @param insecure whether other machines may dial in without TLS
 */
public record TlsSpec(
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String authorities,
        @Nullable Supplier<char[]> password,
        boolean insecure) {

    /** TLS with certificates that are thrown away, wherever the address asks for TLS. */
    public static final TlsSpec THROWN_AWAY = new TlsSpec(null, null, null, null, false);

    /** No TLS, though other machines may dial in. */
    public static final TlsSpec INSECURE = new TlsSpec(null, null, null, null, true);

    /** Hides the key. */
    @Override
    public String toString() {
        return insecure
                ? "insecure"
                : certificate == null ? "certificates that are thrown away" : "a certificate of its own";
    }
}
