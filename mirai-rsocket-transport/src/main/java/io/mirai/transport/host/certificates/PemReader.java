package io.mirai.transport.host.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** Reads a user's certificate and key, and says which of the two is wrong. No message shows what was read. */
final class PemReader {

    private static final String BEGIN = "-----BEGIN ";

    private final String certificate;
    private final String key;
    private final @Nullable Supplier<char[]> password;

    PemReader(String certificate, String key, @Nullable Supplier<char[]> password) {
        this.certificate = certificate;
        this.key = key;
        this.password = password;
    }

    OwnCertificate read() throws IOException {
        List<X509Certificate> chain = chain();
        PrivateKey read = key();
        if (!belongTogether(chain.get(0).getPublicKey(), read)) {
            throw new IOException(Texts.otherKey(where(key), where(certificate)));
        }
        return new OwnCertificate(chain, read);
    }

    private List<X509Certificate> chain() throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        try (PEMParser parser = parser(certificate, "certificate")) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof X509CertificateHolder holder) {
                    chain.add(converter.getCertificate(holder));
                }
            }
        } catch (PEMException | GeneralSecurityException e) {
            throw new IOException(Texts.badPem("certificate", where(certificate)), e);
        }
        if (chain.isEmpty()) {
            throw new IOException(Texts.noPem("certificate", where(certificate)));
        }
        return chain;
    }

    private PrivateKey key() throws IOException {
        try (PEMParser parser = parser(key, "key")) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                PrivateKeyInfo info = keyOf(part);
                if (info != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (PKCSException | OperatorCreationException e) {
            throw new IOException(Texts.wrongPassword(where(key)), e);
        } catch (PEMException e) {
            throw new IOException(Texts.badPem("key", where(key)), e);
        }
        throw new IOException(Texts.noPem("key", where(key)));
    }

    private @Nullable PrivateKeyInfo keyOf(Object part) throws IOException, PKCSException, OperatorCreationException {
        if (part instanceof PrivateKeyInfo plain) {
            return plain;
        }
        if (part instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (part instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            char[] asked = password();
            try {
                return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(asked));
            } finally {
                Arrays.fill(asked, '\0');
            }
        }
        if (part instanceof PEMEncryptedKeyPair encrypted) {
            char[] asked = password();
            try {
                return encrypted
                        .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                .setProvider(new BouncyCastleProvider())
                                .build(asked))
                        .getPrivateKeyInfo();
            } catch (PEMException e) {
                throw new PKCSException(String.valueOf(e.getMessage()), e);
            } finally {
                Arrays.fill(asked, '\0');
            }
        }
        return null;
    }

    private char[] password() throws IOException {
        if (password == null) {
            throw new IOException(Texts.noPassword(where(key)));
        }
        return password.get().clone();
    }

    private static PEMParser parser(String textOrPath, String what) throws IOException {
        return new PEMParser(new StringReader(textOrPath.contains(BEGIN) ? textOrPath : contents(textOrPath, what)));
    }

    private static String contents(String path, String what) throws IOException {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            // A path with line ends is a text that was cut.
            throw new IOException(
                    path.contains("\n") ? Texts.noPem(what, where(path)) : Texts.noFile(what, path, e), e);
        }
    }

    /** What to call it in a message: a text may be a secret. */
    private static String where(String textOrPath) {
        return textOrPath.contains(BEGIN) || textOrPath.contains("\n") ? "the given text" : textOrPath;
    }

    private static boolean belongTogether(PublicKey shown, PrivateKey kept) throws IOException {
        String algorithm =
                switch (kept.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    default -> kept.getAlgorithm();
                };
        try {
            byte[] text = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(kept);
            signing.update(text);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(shown);
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }
}
