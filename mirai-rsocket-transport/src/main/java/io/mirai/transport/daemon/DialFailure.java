package io.mirai.transport.daemon;

import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.TurnedAwayException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.NotSslRecordException;
import io.rsocket.exceptions.SetupException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
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
            if (inner instanceof SSLException
                    && String.valueOf(inner.getMessage()).contains(ALERT)) {
                String alert = String.valueOf(inner.getMessage());
                return new RefusedException(Texts.alert(alert.substring(alert.indexOf(ALERT) + ALERT.length())));
            }
            String said = said(inner);
            if (said != null) {
                return new IOException(Texts.notDialled(address, said), cause);
            }
        }
        String why = Texts.notDialled(address, why(address, cause, encrypted));
        return !encrypted && isTurnedAway(cause) ? new TurnedAwayException(why, cause) : new IOException(why, cause);
    }

    /** What is said of a failure that has a text of this library; null of any other. */
    private static @Nullable String said(Throwable failure) {
        if (failure instanceof NotSslRecordException) {
            return Texts.noTlsThere();
        }
        if (failure instanceof WebSocketHandshakeException) {
            return say(failure);
        }
        if (failure instanceof CertificateException) {
            return Texts.notTrusted(say(root(failure)));
        }
        if (failure instanceof TooLongFrameException) {
            return Texts.otherProtocol();
        }
        if (failure instanceof UnknownHostException) {
            return Texts.unknownHost();
        }
        if (failure instanceof NoRouteToHostException) {
            return Texts.noRoute();
        }
        return failure instanceof ConnectException && say(failure).contains("refused") ? Texts.nobodyListens() : null;
    }

    /** A host that has no room closes at once, before it can say so; one that is busy does not come to the handshake. */
    private static boolean isTurnedAway(Throwable cause) {
        return isClosed(cause) || cause instanceof TimeoutException;
    }

    private static boolean isClosed(Throwable cause) {
        return cause instanceof ClosedChannelException
                || Texts.closedBeforeAdmission().equals(cause.getMessage());
    }

    /** The host was quicker to close than to read: the same as an end without a word. */
    private static boolean isReset(Throwable failure) {
        return failure instanceof IOException && !(failure instanceof SSLException);
    }

    private static String why(LinkAddress address, Throwable cause, boolean encrypted) {
        if (!(address instanceof LinkAddress.Tcp) || !isClosed(cause)) {
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
