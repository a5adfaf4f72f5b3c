package io.mirai.daemon;

import io.mirai.daemon.end.DaemonEnd;
import io.mirai.daemon.end.ExitCode;
import io.mirai.daemon.session.HostClasses;
import io.mirai.daemon.shared.Libraries;
import io.mirai.spi.Departure;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * The link to the host: dialled once, and by a persistent daemon again each time that it has ended. Thread-safe.
 *
 * <pre>
 *   dialling ──► linked ──its end──► the daemon ends, or ──► dialling again ──► linked ──► …
 * </pre>
 */
final class HostLink implements HostClasses.Host {

    /** A busy host may turn a connection away, or take too long to look at it, before it knows who came. */
    private static final int MORE_DIALS = 3;

    private static final Duration BEFORE_NEXT_DIAL = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final LinkAddress address;
    private final Mono<HostConnection> dialling;
    private final Consumer<HostConnection> onAdmission;
    private final Sinks.Empty<Void> leaving = Sinks.empty();
    private volatile Mono<HostConnection> latest; // the last that there was, while the next is dialled

    /**
     * Nothing is dialled yet.
     *
     * @param handler runs the tasks
     * @param onAdmission hears of each connection; must not block
     */
    HostLink(LinkAddress address, Setup setup, Token token, TaskHandler handler, Consumer<HostConnection> onAdmission) {
        this.address = address;
        this.dialling = HostConnection.dial(address, setup, Secret.of(token), handler);
        this.onAdmission = onAdmission;
        this.latest = dialling.retryWhen(Retry.backoff(MORE_DIALS, BEFORE_NEXT_DIAL)
                        .filter(error -> !(error instanceof RefusedException))
                        .onRetryExhaustedThrow((dials, last) -> last.failure()))
                .cache();
    }

    /** Dials, and returns when the link has ended. Ends the process if there is none. */
    void serve() {
        try {
            // Not block(), which user code that interrupts all threads would end.
            latest.doOnNext(onAdmission)
                    .flatMap(HostConnection::onClose)
                    .toFuture()
                    .join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof RefusedException) {
                DaemonEnd.halt(ExitCode.REFUSED, Texts.refused(cause.getMessage()));
            }
            Throwable explained = Libraries.explain(cause);
            if (explained != cause) {
                DaemonEnd.halt(explained);
            }
            DaemonEnd.halt(ExitCode.NO_HOST, Texts.noHost(address, cause));
        }
    }

    /** Dials until a host admits this daemon, for ever if need be, and returns when that link has ended or the daemon leaves. */
    void serveAgain() {
        dialling.retryWhen(Retry.backoff(Long.MAX_VALUE, BEFORE_NEXT_DIAL).maxBackoff(LONGEST_PAUSE))
                .takeUntilOther(leaving.asMono())
                .doOnNext(connection -> {
                    latest = Mono.just(connection);
                    onAdmission.accept(connection);
                })
                .flatMap(HostConnection::onClose)
                .toFuture()
                .join();
    }

    /** Tells the host that this daemon leaves. */
    void announce(Departure reason) {
        latest.subscribe(host -> host.announce(reason));
    }

    /** Tells the host that no more comes, once it has all that was answered. May be called again. */
    void leave() {
        leaving.tryEmitEmpty();
        latest.subscribe(HostConnection::leave);
    }

    @Override
    public Mono<FoundCode> classFile(String name) {
        return Mono.defer(() -> latest.flatMap(host -> host.classFile(name)));
    }

    @Override
    public Mono<FoundCode> services(String name) {
        return Mono.defer(() -> latest.flatMap(host -> host.services(name)));
    }

    @Override
    public Mono<FoundCode> resources(String name) {
        return Mono.defer(() -> latest.flatMap(host -> host.resources(name)));
    }
}
