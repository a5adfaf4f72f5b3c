package io.mirai.transport.daemon;

import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.NotSslRecordException;
import io.rsocket.exceptions.SetupException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a daemon did not come in, in words of this library. */
final class DialFailure {

    private static final String ALERT = "Received fatal alert: ";

    private DialFailure() {}

    /**
     * Explains an attempt.
     *
     * @param error what the attempt ended with
     * @param failure what was met on its connection; null if nothing was
     * @param encrypted whether TLS had been agreed on
     */
    static IOException explain(LinkAddress address, Throwable error, @Nullable Throwable failure, boolean encrypted) {
        if (error instanceof SetupException refused) {
            return new RefusedException(Texts.oneLine(String.valueOf(refused.getMessage())));
        }
        Throwable cause = failure == null || isReset(failure) ? error : failure;
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof NotSslRecordException) {
                return new IOException(Texts.notDialled(address, Texts.noTlsThere()), cause);
            }
            if (inner instanceof SSLException
                    && String.valueOf(inner.getMessage()).contains(ALERT)) {
                String alert = String.valueOf(inner.getMessage());
                return new RefusedException(Texts.alert(alert.substring(alert.indexOf(ALERT) + ALERT.length())));
            }
            if (inner instanceof WebSocketHandshakeException || inner instanceof UnknownHostException) {
                String said = inner instanceof UnknownHostException ? Texts.unknownHost() : say(inner);
                return new IOException(Texts.notDialled(address, said), cause);
            }
            if (inner instanceof CertificateException) {
                return new IOException(Texts.notDialled(address, Texts.notTrusted(say(root(inner)))), cause);
            }
        }
        return new IOException(Texts.notDialled(address, why(address, cause, encrypted)), cause);
    }

    /** The host was quicker to close than to read: the same as an end without a word. */
    private static boolean isReset(Throwable failure) {
        return failure instanceof IOException && !(failure instanceof SSLException);
    }

    private static String why(LinkAddress address, Throwable cause, boolean encrypted) {
        boolean closed = cause instanceof ClosedChannelException
                || Texts.closedBeforeAdmission().equals(cause.getMessage());
        if (!(address instanceof LinkAddress.Tcp) || !closed) {
            return say(cause);
        }
        if (!address.isEncrypted()) {
            return Texts.closedPlainly();
        }
        return encrypted ? Texts.closedAfterTls() : Texts.closedInTls();
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String say(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
