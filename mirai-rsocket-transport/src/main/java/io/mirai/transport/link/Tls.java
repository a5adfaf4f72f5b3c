package io.mirai.transport.link;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 as the JDK speaks it: the same on each line of Netty, and without a library of its own on a daemon. */
public final class Tls {

    private static final String VERSION = "TLSv1.3";
    private static final String HANDLER = "tls";
    private static final char[] NO_PASSWORD = new char[0];

    private Tls() {}

    /**
     * What one end shows, and whom it trusts.
     *
     * @param chain its own certificate, then those that vouch for it
     */
    public static SSLContext context(List<X509Certificate> chain, PrivateKey key, TrustManager trust)
            throws GeneralSecurityException {
        return context(keys(chain, key), trust);
    }

    private static SSLContext context(KeyManager[] keys, TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(VERSION);
        context.init(keys, new TrustManager[] {trust}, null);
        return context;
    }

    private static KeyManager[] keys(List<X509Certificate> chain, PrivateKey key) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // from memory
        }
    }

    /** The host's end: it asks for a certificate. */
    public static SslHandler server(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return handler(engine);
    }

    /**
     * A daemon's end.
     *
     * @param authorities who vouch for the host; null to trust the key that the secret pins
     * @param secret one for TLS
     * @throws IOException if what it has cannot be used
     */
    public static SslHandler client(LinkAddress.Tcp address, Secret secret, @Nullable TrustedAuthorities authorities)
            throws IOException {
        Secret.Identity identity = Objects.requireNonNull(secret.identity());
        try {
            TrustManager trust = authorities == null ? new PinnedHost(identity) : authorities.trust();
            SSLContext context = context(List.of(identity.certificate()), identity.key(), trust);
            SSLEngine engine = context.createSSLEngine(address.host(), address.port());
            engine.setUseClientMode(true);
            if (authorities != null) {
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
            }
            return handler(engine);
        } catch (GeneralSecurityException | IllegalArgumentException e) { // which may show a part of it
            throw new IOException(Texts.alteredSecret());
        }
    }

    /** Without a limit for the handshake: the door has one. */
    private static SslHandler handler(SSLEngine engine) {
        engine.setEnabledProtocols(new String[] {VERSION});
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Below all that the channel has. */
    static void begin(Channel channel, SslHandler handler) {
        channel.pipeline().addFirst("close", new OrderlyClose()).addFirst(HANDLER, handler);
    }
}
