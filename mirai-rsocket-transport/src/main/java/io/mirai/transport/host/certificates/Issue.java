package io.mirai.transport.host.certificates;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys on P-256 and certificates for them, as short as may be. */
final class Issue {

    /** The clock of another machine may be behind this one. */
    private static final Duration BEGINS_BEFORE = Duration.ofDays(1);

    /** The listener ends before, or is given the same authority again. */
    private static final Duration LASTS = Duration.ofDays(3_650);

    private static final X500Name AUTHORITY = new X500Name("CN=mirai");
    private static final X500Name HOST = new X500Name("CN=h");
    private static final X500Name DAEMON = new X500Name("CN=d");
    private static final int SERIAL_BITS = 64;

    private Issue() {}

    /** A certificate and its key. */
    record Issued(X509Certificate certificate, PrivateKey key) {}

    static Issued authority() throws GeneralSecurityException {
        KeyPair keys = keys();
        return new Issued(certificate(AUTHORITY, keys.getPublic(), keys.getPrivate(), true), keys.getPrivate());
    }

    static Issued host(PrivateKey authority) throws GeneralSecurityException {
        KeyPair keys = keys();
        return new Issued(certificate(HOST, keys.getPublic(), authority, false), keys.getPrivate());
    }

    static Issued daemon(PrivateKey authority) throws GeneralSecurityException {
        KeyPair keys = keys();
        return new Issued(certificate(DAEMON, keys.getPublic(), authority, false), keys.getPrivate());
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            X500Name subject, PublicKey key, PrivateKey authority, boolean isAuthority)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(SERIAL_BITS, new SecureRandom())
                        .setBit(SERIAL_BITS), // never zero, never of another length
                Date.from(now.minus(BEGINS_BEFORE)),
                Date.from(now.plus(LASTS)),
                subject,
                key);
        try {
            if (isAuthority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            }
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authority);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
