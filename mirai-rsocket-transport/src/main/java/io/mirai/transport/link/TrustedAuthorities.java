package io.mirai.transport.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate authorities by which a daemon knows its host, instead of the pin in its secret: the host's certificate
 * has to be vouched for by one of them, to be of the name in the url, and of this day.
 */
public final class TrustedAuthorities {

    private final Collection<? extends Certificate> certificates;

    private TrustedAuthorities(Collection<? extends Certificate> certificates) {
        this.certificates = certificates;
    }

    /**
     * Reads certificates.
     *
     * @param textOrPath PEM, or the path of a file with it
     * @throws IOException says what cannot be read
     */
    public static TrustedAuthorities read(String textOrPath) throws IOException {
        boolean text = textOrPath.contains("-----BEGIN ");
        String where = text ? "the given text" : textOrPath;
        try {
            byte[] pem = text ? textOrPath.getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(Path.of(textOrPath));
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (certificates.isEmpty()) {
                throw new IOException(Texts.noAuthorities(where));
            }
            return new TrustedAuthorities(certificates);
        } catch (CertificateException e) {
            throw new IOException(Texts.noAuthorities(where), e);
        } catch (InvalidPathException e) {
            throw new IOException(Texts.authoritiesNotRead(where, e), e);
        } catch (java.nio.file.FileSystemException e) {
            throw new IOException(Texts.authoritiesNotRead(where, e), e);
        }
    }

    /**
     * Looks at a chain as a daemon would, but for the name of the host.
     *
     * @throws IOException says why a daemon would refuse it
     */
    public void check(List<X509Certificate> chain) throws IOException {
        try {
            ((X509TrustManager) trust()).checkServerTrusted(chain.toArray(new X509Certificate[0]), "UNKNOWN");
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    Texts.notVouchedFor(chain.get(0).getSubjectX500Principal().getName(), e), e);
        }
    }

    TrustManager trust() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers()[0];
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // from memory
        }
    }
}
