package io.mirai.transport.host.certificates;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that a listener shows, with those that vouch for it and its key.
 *
 * @param chain the listener's own first
 * @param key that of the first
 */
public record OwnCertificate(List<X509Certificate> chain, PrivateKey key) {

    public OwnCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads a certificate of the user's.
     *
     * @param certificate PEM, or the path of a file with it; those that vouch for it may follow
     * @param key PEM, or the path of a file with it; PKCS #8, PKCS #1 or SEC 1
     * @param password asked once if the key is encrypted; null if there is none
     * @throws IOException says which of them cannot be read, and why
     */
    public static OwnCertificate read(String certificate, String key, @Nullable Supplier<char[]> password)
            throws IOException {
        return new PemReader(certificate, key, password).read();
    }

    /** The one that belongs to the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    @Override
    public String toString() {
        return "OwnCertificate[" + certificate().getSubjectX500Principal() + "]";
    }
}
