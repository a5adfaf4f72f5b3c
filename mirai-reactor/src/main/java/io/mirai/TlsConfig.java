package io.mirai;

import io.mirai.spi.TlsSpec;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How the links of a profile are protected that listens at a {@code tls+tcp://} or {@code wss://} url. Without one the profile makes
 * certificates of its own, which are thrown away with it, and each daemon finds in its secret whom to trust: nothing has to be set up.
 * A certificate of one's own is for daemons that know the host by its name and an authority, not by the secret alone.
 *
 * <p>Immutable. Nothing is read before the profile starts; then {@link Daemons.Builder#start} says what cannot be.
 */
public final class TlsConfig {

    private static final TlsConfig INSECURE = new TlsConfig(TlsSpec.INSECURE);

    private final TlsSpec spec;

    private TlsConfig(TlsSpec spec) {
        this.spec = spec;
    }

    /**
     * Shows daemons a certificate of one's own. Those of the daemons still come from the profile itself.
     *
     * @param certificatePem the certificate as PEM, or the path of a file with it; those that vouch for it may follow
     * @param keyPem its key, likewise: PKCS #8, PKCS #1 or SEC 1, encrypted or not
     * @param caPem the authorities by which daemons know the host, likewise: the certificate is checked against them at the start;
     *     empty for no such check
     */
    public static TlsConfig of(String certificatePem, String keyPem, String caPem) {
        Objects.requireNonNull(certificatePem, "certificatePem");
        Objects.requireNonNull(keyPem, "keyPem");
        Objects.requireNonNull(caPem, "caPem");
        return new TlsConfig(new TlsSpec(certificatePem, keyPem, caPem.isEmpty() ? null : caPem, null, false));
    }

    /** Asks here for the password of the key, once at each start; the array is overwritten afterwards. */
    public TlsConfig password(Supplier<char[]> password) {
        Objects.requireNonNull(password, "password");
        return new TlsConfig(
                new TlsSpec(spec.certificate(), spec.key(), spec.authorities(), password, spec.insecure()));
    }

    /**
     * Lets other machines dial in without TLS, at a {@code tcp://} or {@code ws://} url. Then all that tasks take and bring can be read
     * and changed on its way, and who changes it runs code on the daemons. It is for networks that protect their links themselves.
     */
    public static TlsConfig insecure() {
        return INSECURE;
    }

    TlsSpec spec() {
        return spec;
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "TlsConfig[" + spec + "]";
    }
}
