package io.mirai.daemon;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.daemon.end.DaemonEnd;
import io.mirai.daemon.end.ExitCode;
import io.mirai.daemon.session.HostClasses;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.Libraries;
import io.mirai.spi.Departure;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.Setup;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * The link to the host: dialled once, and by a persistent daemon again each time that it has ended. A persistent daemon
 * of the command line also waits for its first host. Thread-safe.
 *
 * <pre>
 *   dialling ──► linked ──its end──► the daemon ends, or ──► dialling again ──► linked ──► …
 * </pre>
 */
final class HostLink implements HostClasses.Host {

    private static final Duration BEFORE_NEXT_DIAL = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final DaemonConfig config;
    private final Mono<HostConnection> dialling;
    private final Consumer<HostConnection> onAdmission;
    private final Sinks.Empty<Void> leaving = Sinks.empty();
    private volatile Mono<HostConnection> latest; // the last that there was, while the next is dialled
    private volatile String said = ""; // why no host has admitted this daemon

    /**
     * Nothing is dialled yet.
     *
     * @param handler runs the tasks
     * @param onAdmission hears of each connection; must not block
     */
    HostLink(DaemonConfig config, TaskHandler handler, Consumer<HostConnection> onAdmission) {
        Setup setup = Setup.ofThisProcess(config.threads(), config.slot(), config.instance());
        this.config = config;
        this.dialling = HostConnection.dial(config.address(), setup, config.secret(), config.authorities(), handler);
        this.onAdmission = onAdmission;
        this.latest = isPatient() ? Mono.empty() : firstDials();
    }

    /** Whether the host may come later than this daemon. One that a host launches has to find it. */
    private boolean isPatient() {
        return config.launcher() == null && config.hostGone().mode() == AutoExit.PERSIST;
    }

    private Mono<HostConnection> firstDials() {
        return (config.launcher() == null ? FirstDials.of(dialling, this::sayWhyNot) : FirstDials.ofLaunched(dialling))
                .cache();
    }

    private static boolean isNobodyThere(Throwable error) {
        Throwable cause = error.getCause();
        return cause instanceof ConnectException || cause instanceof FileNotFoundException; // no port, or no socket
    }

    /** Dials, and returns when the link has ended. Ends the process if there is none and the host may not come later. */
    void serve() {
        if (isPatient()) {
            serveAgain();
        } else {
            serveFirst();
        }
    }

    private void serveFirst() {
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
            boolean mayCome = config.launcher() == null && isNobodyThere(cause);
            DaemonEnd.halt(ExitCode.NO_HOST, mayCome ? Texts.noHostYet(cause) : Texts.noHost(cause));
        }
    }

    /** Dials until a host admits this daemon, for ever if need be, and returns when that link has ended or the daemon leaves. */
    void serveAgain() {
        dialling.doOnError(this::sayWhyNot)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, BEFORE_NEXT_DIAL).maxBackoff(LONGEST_PAUSE))
                .takeUntilOther(leaving.asMono())
                .doOnNext(connection -> {
                    latest = Mono.just(connection);
                    said = "";
                    onAdmission.accept(connection);
                })
                .flatMap(HostConnection::onClose)
                .toFuture()
                .join();
    }

    /** Each reason once, however often it is the same. */
    private void sayWhyNot(Throwable error) {
        String why = error instanceof RefusedException ? Texts.refused(error.getMessage()) : Texts.noHost(error);
        if (!why.equals(said)) {
            said = why;
            DaemonEnd.say(Texts.dialsOn(why));
        }
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
