package io.mirai.transport.host.certificates;

import io.mirai.transport.host.certificates.Issue.Issued;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Token;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Issues the certificates of one listener: of its daemons, and of itself if it has none of its own. It is thrown away
 * with the listener, unless its text is kept for the next one, which then knows the same daemons. Thread-safe.
 */
public final class Authority {

    private static final String PREFIX = "mirai-authority1.";
    private static final int PARTS = 4;

    private final Issued authority;
    private final Issued host;

    private Authority(Issued authority, Issued host) {
        this.authority = authority;
        this.host = host;
    }

    /** A fresh one; takes a third of a second the first time. */
    public static Authority make() {
        try {
            Issued authority = Issue.authority();
            return new Authority(authority, Issue.host(authority.key()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(Texts.notIssued(e), e);
        }
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is no such text; the message shows none of it
     */
    public static Authority parse(String text) {
        String[] parts =
                text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\.", -1) : new String[0];
        if (parts.length != PARTS) {
            throw new IllegalArgumentException(Texts.noAuthority());
        }
        try {
            return new Authority(read(parts[0], parts[1]), read(parts[2], parts[3]));
        } catch (GeneralSecurityException | IllegalArgumentException e) { // which may show a part of it
            throw new IllegalArgumentException(Texts.noAuthority());
        }
    }

    /** The authority with its keys in one line, to be kept where only this user reads. */
    public String text() {
        return PREFIX + write(authority) + "." + write(host);
    }

    /** Issues a certificate for daemons that prove this token, and puts all that they need into one secret. */
    public Secret secret(Token token) {
        return secret(token, host.certificate());
    }

    /** As {@link #secret(Token)}, for a listener that shows a certificate of its own. */
    public Secret secret(Token token, X509Certificate shown) {
        try {
            Issued daemon = Issue.daemon(authority.key());
            return Secret.of(
                    token, shown.getPublicKey().getEncoded(), daemon.certificate(), (ECPrivateKey) daemon.key());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(Texts.notIssued(e), e);
        }
    }

    /** Whose signature a daemon's certificate has. */
    public X509Certificate certificate() {
        return authority.certificate();
    }

    /** What the listener shows if it has no certificate of its own. */
    public OwnCertificate host() {
        return new OwnCertificate(List.of(host.certificate()), host.key());
    }

    private static String write(Issued issued) {
        try {
            Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
            return encoder.encodeToString(issued.certificate().getEncoded()) + "."
                    + encoder.encodeToString(issued.key().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // it was encoded when it was issued
        }
    }

    private static Issued read(String certificate, String key) throws GeneralSecurityException {
        Base64.Decoder decoder = Base64.getUrlDecoder();
        X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(decoder.decode(certificate)));
        PrivateKey readKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(key)));
        return new Issued(read, readKey);
    }

    @Override
    public String toString() {
        return "Authority[secret]";
    }
}
