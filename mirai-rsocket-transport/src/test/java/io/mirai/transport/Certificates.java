package io.mirai.transport;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.jspecify.annotations.Nullable;

/** An authority of a user's own, and what it vouches for. */
final class Certificates {

    private static final X500Name AUTHORITY = new X500Name("CN=Example Authority");

    private final KeyPair keys = keys("RSA");
    final X509Certificate authority = certificate(keys, AUTHORITY, Duration.ofDays(-1), Duration.ofDays(1), null);

    /** A certificate and its key in PEM. */
    record Pem(String certificate, KeyPair keys) {

        String key() throws PemGenerationException {
            return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
        }

        String encryptedKey(String password) throws IOException, OperatorCreationException {
            OutputEncryptor encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                    .setPassword(password.toCharArray())
                    .setProvider(new BouncyCastleProvider())
                    .build();
            return pem(new JcaPKCS8Generator(keys.getPrivate(), encryptor));
        }
    }

    /** For a host of this name. */
    Pem host(String name, Duration from, Duration until) {
        KeyPair own = keys("EC");
        X509Certificate made = certificate(own, new X500Name("CN=" + name), from, until, name);
        return new Pem(pem(made) + pem(authority), own);
    }

    String authorityPem() {
        return pem(authority);
    }

    private X509Certificate certificate(
            KeyPair own, X500Name subject, Duration from, Duration until, @Nullable String name) {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(60, new SecureRandom()),
                Date.from(now.plus(from)),
                Date.from(now.plus(until)),
                subject,
                own.getPublic());
        try {
            if (name == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }
}
