package io.mirai.transport.link;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the one host whose public key a secret pins, whatever its certificate says beside: its name, its dates and who
 * vouches for it prove less. Extended, as the JDK would check the name around any other.
 */
final class PinnedHost extends X509ExtendedTrustManager {

    private final Secret.Identity identity;

    PinnedHost(Secret.Identity identity) {
        this.identity = identity;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        boolean pinned;
        try {
            pinned = chain.length > 0
                    && identity.isPinned(chain[0].getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
        if (!pinned) {
            throw new CertificateException(Texts.otherHost());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException(Texts.otherHost());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
