package io.mirai.transport.host;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Tells the log a week before the certificate of a running listener ends, or at once if it is nearer or past. */
final class Expiry {

    private static final Logger log = LoggerFactory.getLogger(DaemonListener.class);
    private static final Duration BEFORE = Duration.ofDays(7);

    private Expiry() {}

    /** Disposed when the listener ends. */
    static Disposable watch(X509Certificate certificate) {
        Duration left =
                Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        Duration until = left.minus(BEFORE);
        return Schedulers.parallel()
                .schedule(() -> log.warn(Texts.expires(certificate)), Math.max(0, until.toSeconds()), TimeUnit.SECONDS);
    }
}
