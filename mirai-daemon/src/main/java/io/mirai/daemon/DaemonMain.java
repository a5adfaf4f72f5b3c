package io.mirai.daemon;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.daemon.end.CtrlC;
import io.mirai.daemon.end.DaemonEnd;
import io.mirai.daemon.end.ExitCode;
import io.mirai.daemon.end.HostProcess;
import io.mirai.daemon.end.ShutdownHook;
import io.mirai.daemon.end.Watchdog;
import io.mirai.daemon.output.OutputLines;
import io.mirai.daemon.output.StandardStreams;
import io.mirai.daemon.session.CodeCache;
import io.mirai.daemon.session.HostClasses;
import io.mirai.daemon.session.OwnThreads;
import io.mirai.daemon.session.ReactorLog;
import io.mirai.daemon.session.SessionClassLoader;
import io.mirai.daemon.session.SystemSession;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.Libraries;
import io.mirai.daemon.shared.Nesting;
import io.mirai.daemon.shared.StartLedger;
import io.mirai.daemon.task.DaemonRuntime;
import io.mirai.daemon.task.Retirement;
import io.mirai.daemon.task.TaskContext;
import io.mirai.daemon.task.TaskQueue;
import io.mirai.spi.CurrentTask;
import io.mirai.spi.Departure;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.wire.Setup;
import io.netty.util.internal.PlatformDependent;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The daemon process. Its host starts it and gives it a {@link DaemonConfig} over standard input; it dials the
 * host, runs tasks, and ends when the host or the link does. Its own standard streams lead nowhere once the host has
 * admitted it; those of tasks are {@link StandardStreams}. Exit statuses of its own are {@link ExitCode}s.
 */
public final class DaemonMain {

    /**
     * Settings for the daemon's own libraries: slf4j, which has no provider here, is not to say so, and Netty is not
     * to register events that nobody records, which would cost a good part of the start. User code has its own slf4j
     * and Netty, which read the same properties: so they are as they were before user code comes.
     */
    private static final Map<String, String> LIBRARY_SETTINGS =
            Map.of("slf4j.internal.verbosity", "ERROR", "io.netty.jfr.enabled", "false");

    private DaemonMain() {}

    /** Runs until the host goes. Takes no arguments. */
    public static void main(String[] args) {
        InputStream fromHost = new FileInputStream(FileDescriptor.in);
        OwnThreads.add();
        try {
            DaemonEnd.prepare();
            CtrlC.ignore();
            Locales.complete();
            DaemonConfig config = DaemonConfig.readFrom(fromHost);
            HostProcess host = HostProcess.of(config.host(), config.lock(), fromHost);
            Watchdog watchdog = Watchdog.start(host, config.directory(), config.hostGone());
            DaemonEnd.openFile(config.lastWords());
            OutputLines lines = new OutputLines();
            StandardStreams streams = config.output() ? StandardStreams.to(lines) : StandardStreams.toNowhere();
            streams.install();
            initializeLibraries();
            serve(config, watchdog, streams, lines);
        } catch (IOException | IllegalArgumentException e) {
            DaemonEnd.halt(ExitCode.BAD_CONFIG, Texts.noConfiguration(String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            DaemonEnd.halt(Libraries.explain(e));
        }
    }

    private static void serve(DaemonConfig config, Watchdog watchdog, StandardStreams streams, OutputLines lines)
            throws IOException {
        Nesting.setLevel(config.level());
        CurrentTask.setOutsideTasks(TaskContext.outsideTasks(config));
        StartLedger ledger = StartLedger.map(config.ledger());
        TaskQueue queue = new TaskQueue(config.threads(), config.cleanup().classes());
        watchdog.letEnd(queue::isEmpty);
        Setup setup = Setup.ofThisProcess(config.threads(), config.slot(), config.instance());
        HostLink link =
                new HostLink(config.address(), setup, config.token(), queue, host -> admitted(host, config, lines));
        Retirement retirement = new Retirement(config.limits(), queue, link::announce, link::leave);
        HostClasses classes = new HostClasses(
                link, new CodeCache(config.session().toAbsolutePath().resolveSibling("")));
        CompletableFuture<DaemonRuntime> runtime = start(config, classes, ledger, queue, retirement, streams);
        ShutdownHook.install(
                queue::describe,
                watchdog::isHostGone,
                () -> retirement.announce(Departure.SIGNAL),
                Thread.currentThread());
        link.serve();
        while (config.hostGone().mode() == AutoExit.PERSIST && retirement.reason() == null) {
            classes.onHostGone();
            runtime.join().onHostGone();
            link.serveAgain();
        }
        Departure left = retirement.reason();
        if (left == Departure.SIGNAL) {
            return; // the signal has its way
        }
        DaemonEnd.tell(left == null ? Texts.linkEnded(heapInUse()) : Texts.hasLeft(left));
        watchdog.linkEnded(exitCode(left));
        queue.onHostGone(); // the last, as it may meet user code
    }

    /** Starts the workers, while the calling thread dials; a task that comes first waits in the queue. */
    private static CompletableFuture<DaemonRuntime> start(
            DaemonConfig config,
            HostClasses classes,
            StartLedger ledger,
            TaskQueue queue,
            Retirement retirement,
            StandardStreams streams)
            throws IOException {
        SessionClassLoader session = SessionClassLoader.over(config.session(), classes);
        // User code looks there for what it is made of, and so do daemons that it starts.
        System.setProperty("java.class.path", session.classPath());
        SystemSession.install(session);
        CompletableFuture<DaemonRuntime> started = new CompletableFuture<>();
        Thread start = new Thread(
                () -> {
                    OwnThreads.add();
                    DaemonRuntime runtime = DaemonRuntime.of(config, session, ledger, queue, retirement, streams);
                    runtime.startWorkers();
                    started.complete(runtime);
                    OwnThreads.remove();
                },
                "mirai-start");
        start.setUncaughtExceptionHandler((thread, error) -> DaemonEnd.halt(error));
        start.start();
        return started;
    }

    private static ExitCode exitCode(@Nullable Departure left) {
        return left == null || !left.isAsked() ? ExitCode.HOST_GONE : ExitCode.valueOf(left.name());
    }

    private static void admitted(HostConnection host, DaemonConfig config, OutputLines lines) {
        DaemonEnd.leaveStandardError();
        if (config.output()) {
            lines.to(host);
        }
    }

    /** In percent: a heap that is full breaks links, too. */
    private static long heapInUse() {
        Runtime runtime = Runtime.getRuntime();
        return 100 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    }

    private static void initializeLibraries() {
        Map<String, Optional<String>> before = new HashMap<>();
        LIBRARY_SETTINGS.forEach(
                (name, value) -> before.put(name, Optional.ofNullable(System.setProperty(name, value))));
        LoggerFactory.getILoggerFactory();
        // Without a provider it would take java.util.logging, which then is set up before user code is found, or is not
        // there.
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
        PlatformDependent.javaVersion();
        before.forEach((name, value) ->
                value.ifPresentOrElse(own -> System.setProperty(name, own), () -> System.clearProperty(name)));
        ReactorLog.install();
    }
}
