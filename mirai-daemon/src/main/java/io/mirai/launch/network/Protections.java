package io.mirai.launch.network;

import io.mirai.spi.TlsSpec;
import io.mirai.transport.host.Protection;
import io.mirai.transport.host.certificates.OwnCertificate;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.TrustedAuthorities;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes of what the user says of TLS how a listener protects its links. */
final class Protections {

    private Protections() {}

    /**
     * Reads what there is to read.
     *
     * @throws IOException says what cannot be read, or why daemons would refuse the certificate
     */
    static Protection of(LinkAddress address, TlsSpec tls, Identity identity) throws IOException {
        if (!address.isEncrypted()) {
            if (tls.certificate() != null) {
                throw new IOException(Texts.certificateWithoutTls(address.url()));
            }
            return new Protection(null, null, tls.insecure());
        }
        return new Protection(identity.authority(), own(tls), tls.insecure());
    }

    private static @Nullable OwnCertificate own(TlsSpec tls) throws IOException {
        String certificate = tls.certificate();
        String key = tls.key();
        if (certificate == null || key == null) {
            return null;
        }
        OwnCertificate own = OwnCertificate.read(certificate, key, tls.password());
        if (tls.authorities() != null) {
            TrustedAuthorities.read(tls.authorities()).check(own.chain());
        }
        return own;
    }
}
