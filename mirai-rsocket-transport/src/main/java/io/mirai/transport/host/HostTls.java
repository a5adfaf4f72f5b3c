package io.mirai.transport.host;

import io.mirai.transport.host.certificates.Authority;
import io.mirai.transport.host.certificates.OwnCertificate;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.Tls;
import io.mirai.wire.Token;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** TLS of one listener: it shows a certificate, and trusts those that its authority has issued. Thread-safe. */
final class HostTls {

    private final Authority authority;
    private final OwnCertificate shown;
    private final SSLContext context;

    private HostTls(Authority authority, OwnCertificate shown) throws GeneralSecurityException {
        this.authority = authority;
        this.shown = shown;
        this.context = Tls.context(shown.chain(), shown.key(), new IssuedDaemons(authority.certificate()));
    }

    /** Makes what is not given, which takes a moment the first time. */
    static HostTls of(Protection protection) throws IOException {
        Authority given = protection.authority();
        Authority authority = given == null ? Authority.make() : given;
        OwnCertificate own = protection.certificate();
        try {
            HostTls tls = new HostTls(authority, own == null ? authority.host() : own);
            Rehearsal.play(tls.handler().engine(), tls.rehearsing());
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    SslHandler handler() {
        return Tls.server(context);
    }

    /** A daemon's end. */
    private SSLEngine rehearsing() throws IOException {
        LinkAddress.Tcp nowhere = LinkAddress.Tcp.anyLoopback();
        return Tls.client(nowhere, secret(Token.random()), null).engine();
    }

    /** The certificate that the listener shows. */
    X509Certificate certificate() {
        return shown.certificate();
    }

    Secret secret(Token token) {
        return authority.secret(token, certificate());
    }
}
