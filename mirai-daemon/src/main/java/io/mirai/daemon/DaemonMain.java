package io.mirai.daemon;

import io.mirai.spi.CurrentTask;
import io.mirai.spi.Departure;
import io.mirai.transport.FoundCode;
import io.mirai.transport.HostConnection;
import io.mirai.transport.RefusedException;
import io.mirai.wire.Setup;
import io.netty.util.internal.PlatformDependent;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The daemon process. Its host starts it and gives it a {@link DaemonConfig} over standard input; it dials the
 * host, runs tasks, and ends when the host or the link does. Its own standard streams lead nowhere once the host has
 * admitted it; those of tasks are {@link StandardStreams}. Exit statuses of its own are {@link ExitCode}s.
 */
public final class DaemonMain {

    /**
     * Settings for the daemon's own libraries: slf4j, which has no provider here, is not to say so, and Netty is not
     * to register events that nobody records, which would cost a good part of the start. User code has its own slf4j
     * and Netty, which read the same properties: so they are gone before user code comes.
     */
    private static final Map<String, String> LIBRARY_SETTINGS =
            Map.of("slf4j.internal.verbosity", "ERROR", "io.netty.jfr.enabled", "false");

    /** A busy host may turn a connection away, or take too long to look at it, before it knows who came. */
    private static final int MORE_DIALS = 3;

    private static final Duration BEFORE_NEXT_DIAL = Duration.ofMillis(100);

    private DaemonMain() {}

    /** Runs until the host goes. Takes no arguments. */
    public static void main(String[] args) {
        InputStream fromHost = new FileInputStream(FileDescriptor.in);
        try {
            LastResort.prepare();
            DaemonConfig config = DaemonConfig.readFrom(fromHost);
            Watchdog watchdog = Watchdog.start(fromHost, config.directory());
            LastResort.open(config.lastWords());
            OutputLines lines = new OutputLines();
            StandardStreams streams = config.output() ? StandardStreams.to(lines) : StandardStreams.toNowhere();
            streams.install();
            initializeLibraries();
            serve(config, watchdog, streams, lines);
        } catch (IOException | IllegalArgumentException e) {
            LastResort.say(Texts.noConfiguration(String.valueOf(e.getMessage())));
            ExitCode.BAD_CONFIG.halt();
        } catch (Throwable e) {
            LastResort.halt(e);
        }
    }

    private static void serve(DaemonConfig config, Watchdog watchdog, StandardStreams streams, OutputLines lines)
            throws IOException {
        Nesting.setLevel(config.level());
        CurrentTask.setOutsideTasks(TaskContext.outsideTasks(config));
        StartLedger ledger = StartLedger.map(config.ledger());
        TaskQueue queue = new TaskQueue(config.threads());
        Setup setup = Setup.ofThisProcess(config.threads(), config.slot(), config.instance(), config.token());
        Mono<HostConnection> dialled = HostConnection.dial(config.address(), setup, queue)
                .retryWhen(Retry.backoff(MORE_DIALS, BEFORE_NEXT_DIAL)
                        .filter(error -> !(error instanceof RefusedException))
                        .onRetryExhaustedThrow((dials, last) -> last.failure()))
                .cache();
        Consumer<Departure> departure = reason -> dialled.subscribe(host -> host.announce(reason));
        Retirement retirement =
                new Retirement(config.limits(), queue, departure, () -> dialled.subscribe(HostConnection::leave));
        SessionClassLoader session = SessionClassLoader.over(config.session(), classesOf(dialled, config));
        // User code looks there for what it is made of, and so do daemons that it starts.
        System.setProperty("java.class.path", session.classPath());
        SessionThreads.install(session);
        LastWords.install(queue, departure);

        // While this thread dials; a task that comes first waits in the queue.
        Thread start = new Thread(
                () -> DaemonRuntime.of(config, session, ledger, queue, departure, retirement, streams)
                        .startWorkers(),
                "mirai-start");
        start.setUncaughtExceptionHandler((thread, error) -> LastResort.halt(error));
        start.start();
        await(dialled.doOnNext(host -> admitted(host, config, lines)), config);
        Departure left = retirement.reason();
        LastResort.leave(left == null ? Texts.linkEnded(heapInUse()) : Texts.hasLeft(left));
        watchdog.linkEnded(exitCode(left));
    }

    private static ExitCode exitCode(@Nullable Departure left) {
        return left == null ? ExitCode.HOST_GONE : ExitCode.valueOf(left.name());
    }

    private static HostClasses classesOf(Mono<HostConnection> dialled, DaemonConfig config) {
        HostClasses.Host host = new HostClasses.Host() {
            @Override
            public Mono<FoundCode> classFile(String name) {
                return dialled.flatMap(connection -> connection.classFile(name));
            }

            @Override
            public Mono<FoundCode> services(String name) {
                return dialled.flatMap(connection -> connection.services(name));
            }
        };
        return new HostClasses(
                host, new CodeCache(config.session().toAbsolutePath().resolveSibling("")));
    }

    /** Until the link has ended. */
    private static void await(Mono<HostConnection> dialled, DaemonConfig config) {
        try {
            // Not block(), which user code that interrupts all threads would end.
            dialled.flatMap(HostConnection::onClose).toFuture().join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof RefusedException) {
                LastResort.say(Texts.refused(cause.getMessage()));
                ExitCode.REFUSED.halt();
            }
            LastResort.say(Texts.noHost(config.address(), cause));
            ExitCode.NO_HOST.halt();
        }
    }

    private static void admitted(HostConnection host, DaemonConfig config, OutputLines lines) {
        LastResort.leaveStandardError();
        if (config.output()) {
            lines.start(host);
        }
    }

    /** In percent: a heap that is full breaks links, too. */
    private static long heapInUse() {
        Runtime runtime = Runtime.getRuntime();
        return 100 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    }

    private static void initializeLibraries() {
        LIBRARY_SETTINGS.forEach(System::setProperty);
        LoggerFactory.getILoggerFactory();
        PlatformDependent.javaVersion();
        LIBRARY_SETTINGS.keySet().forEach(System::clearProperty);
    }
}
