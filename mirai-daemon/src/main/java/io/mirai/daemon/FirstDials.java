package io.mirai.daemon;

import io.mirai.daemon.shared.Libraries;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.TurnedAwayException;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Dials a host that is there. A crowded one turns some of those away that come at once, from behind one address above all: they
 * come again, each after a pause of its own, for as long as a crowd may last.
 *
 * <pre>
 *   dial ──admitted──► done
 *    ▲ └──turned away, in time──► a pause ─┐   any other failure, or too late: failed
 *    └─────────────────────────────────────┘
 * </pre>
 */
final class FirstDials {

    private static final Duration BEFORE_NEXT = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What else may happen to a socket of this machine that many dial at once. */
    private static final int MORE_DIALS_OF_LAUNCHED = 3;

    private FirstDials() {}

    /**
     * Dials for a daemon that has come by itself.
     *
     * @param dialling one attempt for each subscriber
     * @param turnedAway hears of each attempt after which there is another
     */
    static Mono<HostConnection> of(Mono<HostConnection> dialling, Consumer<Throwable> turnedAway) {
        return Mono.defer(() -> {
            long end = System.nanoTime() + LIMIT.toNanos();
            return dialling.retryWhen(Retry.backoff(Long.MAX_VALUE, BEFORE_NEXT)
                    .maxBackoff(LONGEST_PAUSE)
                    .filter(error -> error instanceof TurnedAwayException && System.nanoTime() - end < 0)
                    .doBeforeRetry(retry -> turnedAway.accept(retry.failure())));
        });
    }

    /** Dials for a daemon that its host has launched, and awaits. */
    static Mono<HostConnection> ofLaunched(Mono<HostConnection> dialling) {
        return of(dialling, turnedAway -> {})
                .retryWhen(Retry.backoff(MORE_DIALS_OF_LAUNCHED, BEFORE_NEXT)
                        .filter(error -> !(error instanceof RefusedException || error instanceof TurnedAwayException)
                                && Libraries.explain(error) == error)
                        .onRetryExhaustedThrow((dials, last) -> last.failure()));
    }
}
