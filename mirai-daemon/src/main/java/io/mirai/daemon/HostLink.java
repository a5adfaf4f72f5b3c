package io.mirai.daemon;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.daemon.end.DaemonEnd;
import io.mirai.daemon.end.ExitCode;
import io.mirai.daemon.session.HostClasses;
import io.mirai.daemon.session.OwnThreads;
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
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
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
    private static final CountDownLatch NOTHING_TO_SAY = new CountDownLatch(0);

    private final DaemonConfig config;
    private final Mono<HostConnection> dialling;
    private final Consumer<HostConnection> onAdmission;
    private final Pauses pauses = new Pauses();
    private final Sinks.Empty<Void> announced = Sinks.empty();
    private final Sinks.Empty<Void> leaving = Sinks.empty();
    private volatile @Nullable Departure departure; // why this daemon leaves; null if it stays
    private volatile boolean left;
    private volatile long linkedAt;

    /** Whether the host of this link has all that tasks brought, after the word that this daemon leaves; or the link has ended. */
    private volatile CountDownLatch allSaid = NOTHING_TO_SAY;

    private volatile Mono<HostConnection> latest; // the last that there was, while the next is dialled
    private volatile @Nullable HostConnection connection; // the last that there was
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

    /** A class is missing or does not fit: no dialling helps. */
    private static boolean isOfLinkage(Throwable error) {
        return Libraries.explain(error) != error;
    }

    private static boolean isNobodyThere(Throwable error) {
        Throwable cause = error.getCause();
        return cause instanceof ConnectException || cause instanceof FileNotFoundException; // no port, or no socket
    }

    /**
     * Dials, and returns when the link has ended, or the daemon leaves before there is one. Ends the process if there is none for
     * another reason, and the host may not come later.
     *
     * @return why it has ended; empty if nobody said it
     */
    String serve() {
        return isPatient() ? serve(Duration.ZERO) : serveFirst();
    }

    private String serveFirst() {
        try {
            // Not block(), which user code that interrupts all threads would end.
            return latest.doOnNext(this::admitted)
                    .flatMap(this::onEnd)
                    .toFuture()
                    .join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (departure != null) {
                sayWhyNot(cause);
                return "";
            }
            if (cause instanceof RefusedException) {
                DaemonEnd.halt(ExitCode.REFUSED, Texts.refused(cause.getMessage()));
            }
            if (isOfLinkage(cause)) {
                throw e;
            }
            boolean mayCome = config.launcher() == null && isNobodyThere(cause);
            DaemonEnd.halt(ExitCode.NO_HOST, mayCome ? Texts.noHostYet(cause) : Texts.noHost(cause));
            throw e; // not reached
        }
    }

    /**
     * Dials, after the end of a link, until a host admits this daemon, for ever if need be, and returns when that link has ended or
     * the daemon leaves.
     *
     * @return as {@link #serve}
     */
    String serveAgain() {
        return serve(pauses.after(Duration.ofNanos(System.nanoTime() - linkedAt)));
    }

    /** A daemon that is to leave dials no more, and leaves when its last task has ended. */
    private String serve(Duration pause) {
        return Mono.using(HostLink::dialler, dialler -> dialOnAndOn(pause, dialler), Scheduler::dispose)
                .takeUntilOther(announced.asMono())
                .doOnNext(this::admittedAgain)
                .flatMap(this::onEnd)
                .switchIfEmpty(leaving.asMono().thenReturn(""))
                .toFuture()
                .join();
    }

    /** A thread of its own, as user code may hold those of Reactor's schedulers for ever. */
    private static Scheduler dialler() {
        return Schedulers.newSingle(dials -> OwnThreads.make(dials, "mirai-dials"));
    }

    private Mono<HostConnection> dialOnAndOn(Duration pause, Scheduler dialler) {
        return Mono.delay(pause, dialler)
                .then(dialling.doOnError(this::sayWhyNot)
                        .retryWhen(Retry.backoff(Long.MAX_VALUE, BEFORE_NEXT_DIAL)
                                .maxBackoff(LONGEST_PAUSE)
                                .scheduler(dialler)
                                .filter(error -> !isOfLinkage(error))));
    }

    private void admittedAgain(HostConnection admitted) {
        latest = Mono.just(admitted);
        said = "";
        admitted(admitted);
        //  T1: is admitted · · · · · · · · · · · · · · · it is the latest
        //  T2:              announce: tells the one before
        Departure reason = departure;
        if (reason != null) {
            admitted.announce(reason);
        }
        if (left) {
            leave(admitted);
        }
    }

    private void admitted(HostConnection admitted) {
        linkedAt = System.nanoTime();
        allSaid = new CountDownLatch(1);
        connection = admitted;
        onAdmission.accept(admitted);
    }

    private Mono<String> onEnd(HostConnection admitted) {
        return admitted.onClose().doOnNext(why -> allSaid.countDown());
    }

    /**
     * What to wait for after a signal, however long it takes: somebody on this daemon's machine has asked it to leave, and what runs
     * is to finish. Nothing without a link, nor on a daemon that a host has launched, which is the host's to replace.
     */
    CountDownLatch allSaid() {
        return config.launcher() == null ? allSaid : NOTHING_TO_SAY;
    }

    /** Whether the host has told this daemon to leave for good. */
    boolean isDismissed() {
        HostConnection last = connection;
        return last != null && last.isDismissed();
    }

    /** Each reason once, however often it is the same. */
    private void sayWhyNot(Throwable error) {
        String why = error instanceof RefusedException ? Texts.refused(error.getMessage()) : Texts.noHost(error);
        if (!why.equals(said)) {
            said = why;
            DaemonEnd.say(Texts.dialsOn(why));
        }
    }

    /** Tells the host that this daemon leaves; without a link none is dialled any more. */
    void announce(Departure reason) {
        departure = reason;
        announced.tryEmitEmpty();
        latest.subscribe(host -> host.announce(reason));
    }

    /** Tells the host that no more comes, once it has all that was answered. May be called again. */
    void leave() {
        left = true;
        leaving.tryEmitEmpty();
        latest.subscribe(this::leave);
    }

    private void leave(HostConnection host) {
        host.leave(allSaid::countDown);
    }

    /** A host that has launched this daemon shares its files with it. */
    @Override
    public boolean isFar() {
        return config.launcher() == null;
    }

    /** Before the first host nothing waits for an answer. */
    private Mono<FoundCode> asked(Function<HostConnection, Mono<FoundCode>> question) {
        return Mono.defer(() -> Mono.justOrEmpty(connection).flatMap(question));
    }

    @Override
    public Mono<FoundCode> shape(int number) {
        return asked(host -> host.shape(number));
    }

    @Override
    public Mono<FoundCode> classFile(String name, String known) {
        return asked(host -> host.classFile(name, known));
    }

    @Override
    public Mono<FoundCode> classes(String name, String known) {
        return asked(host -> host.classes(name, known));
    }

    @Override
    public Mono<FoundCode> services(String name, String known) {
        return asked(host -> host.services(name, known));
    }

    @Override
    public Mono<FoundCode> resources(String name, String known) {
        return asked(host -> host.resources(name, known));
    }
}
