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
import io.mirai.daemon.session.HostClasses;
import io.mirai.daemon.session.OwnThreads;
import io.mirai.daemon.session.ReactorLog;
import io.mirai.daemon.session.SessionClassLoader;
import io.mirai.daemon.session.SystemSession;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.LaunchingHost;
import io.mirai.daemon.shared.Libraries;
import io.mirai.daemon.shared.Nesting;
import io.mirai.daemon.task.DaemonRuntime;
import io.mirai.daemon.task.Retirement;
import io.mirai.daemon.task.TaskContext;
import io.mirai.daemon.task.TaskQueue;
import io.mirai.spi.CurrentTask;
import io.mirai.spi.Departure;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.wire.ControlRequest;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The daemon process: it dials its host, runs tasks, and ends when the host or the link does. Its host launches it and
 * gives it a {@link DaemonConfig} over standard input, or a command line has one. The standard streams of a daemon that
 * its host has launched lead nowhere once the host has admitted it; those of tasks are {@link StandardStreams}. Exit
 * statuses of its own are {@link ExitCode}s.
 */
public final class DaemonMain {

    private DaemonMain() {}

    /** Runs for the host that launches it, until that goes. Takes no arguments. */
    public static void main(String[] args) {
        InputStream fromHost = new FileInputStream(FileDescriptor.in);
        OwnThreads.add();
        try {
            DaemonEnd.prepare();
            SystemSession.prepare();
            DaemonLibraries.initialize();
            CtrlC.ignore();
            Locales.complete();
            DaemonConfig config = DaemonConfig.readFrom(fromHost);
            LaunchingHost launcher = config.requireLauncher();
            Watchdog watchdog = Watchdog.start(HostProcess.of(launcher, fromHost), config.hostGone());
            DaemonEnd.openFile(launcher.lastWords());
            serve(config, watchdog);
        } catch (IOException | IllegalArgumentException e) {
            DaemonEnd.halt(ExitCode.BAD_CONFIG, Texts.noConfiguration(String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            DaemonEnd.halt(Libraries.explain(e));
        }
    }

    /**
     * Runs for a host that has not launched it on this machine, until it leaves or its link ends: then the process does.
     *
     * @param host what tells that the host has gone, beside the link; null if there is nothing
     */
    public static void dialIn(DaemonConfig config, @Nullable HostProcess host) {
        OwnThreads.add();
        try {
            DaemonEnd.prepare();
            // TLS needs them. The JDK keeps the loader by which it finds them, and the first session could not be
            // unloaded.
            Security.getProviders();
            serve(config, Watchdog.start(host, config.hostGone()));
        } catch (Throwable e) {
            DaemonEnd.halt(Libraries.explain(e));
        }
    }

    private static void serve(DaemonConfig config, Watchdog watchdog) throws IOException {
        OutputLines lines = new OutputLines();
        StandardStreams streams = config.output() ? StandardStreams.to(lines) : StandardStreams.toNowhere();
        streams.install();
        HostFiles files = HostFiles.of(config);
        TaskQueue queue = new TaskQueue(config.threads(), config.cleanup().classes());
        watchdog.letEnd(queue::isEmpty);
        HostLink link = new HostLink(config, queue, host -> admitted(host, config, lines));
        Retirement retirement = new Retirement(config.limits(), queue, link::announce, link::leave);
        HostClasses classes = new HostClasses(link, files.cache());
        CompletableFuture<DaemonRuntime> runtime = start(config, files, classes, queue, retirement, streams);
        ShutdownHook.install(
                queue::describe,
                watchdog::isHostGone,
                link::allSaid,
                () -> {
                    queue.markEnding();
                    retirement.announce(Departure.SIGNAL);
                },
                Thread.currentThread());
        String ended = link.serve();
        while (config.hostGone().mode() == AutoExit.PERSIST && retirement.reason() == null && !link.isDismissed()) {
            DaemonEnd.say(Texts.linkEnded(ended, heapInUse()));
            classes.onHostGone();
            leaveHost(queue, runtime.join());
            ended = retirement.reason() == null ? link.serveAgain() : "";
        }
        Departure left = retirement.reason();
        if (left == Departure.SIGNAL) {
            return; // the signal has its way
        }
        DaemonEnd.tell(
                link.isDismissed()
                        ? Texts.dismissed()
                        : left == null ? Texts.linkEnded(ended, heapInUse()) : Texts.hasLeft(left));
        watchdog.linkEnded(link.isDismissed() ? ExitCode.DISMISSED : exitCode(left));
        queue.onHostGone(); // the last, as it may meet user code
    }

    /**
     * Starts the workers, while the calling thread dials; a task that comes first waits in the queue. The calling thread
     * has no variable for the session, which may be another later: the first could never be unloaded.
     */
    private static CompletableFuture<DaemonRuntime> start(
            DaemonConfig config,
            HostFiles files,
            HostClasses classes,
            TaskQueue queue,
            Retirement retirement,
            StandardStreams streams) {
        SessionClassLoader session = SessionClassLoader.over(files.classPath(), classes);
        // User code looks there for what it is made of, and so do daemons that it starts.
        System.setProperty("java.class.path", session.classPath());
        SystemSession.install(session);
        CompletableFuture<DaemonRuntime> started = new CompletableFuture<>();
        Thread start = new Thread(
                () -> {
                    OwnThreads.add();
                    DaemonRuntime runtime =
                            DaemonRuntime.of(config, session, files.ledger(), queue, retirement, streams);
                    runtime.startWorkers();
                    started.complete(runtime);
                    OwnThreads.remove();
                },
                "mirai-start");
        start.setUncaughtExceptionHandler((thread, error) -> DaemonEnd.halt(error));
        start.start();
        return started;
    }

    /** A host is not to send tasks that could not begin, so those of the last one end before another is dialled. */
    private static void leaveHost(TaskQueue queue, DaemonRuntime runtime) {
        queue.onHostGone();
        int running = queue.size();
        if (running > 0) {
            DaemonEnd.say(Texts.tasksEndFirst(running));
        }
        queue.awaitEmpty();
        runtime.onHostGone();
    }

    private static ExitCode exitCode(@Nullable Departure left) {
        return left == null || !left.isAsked() ? ExitCode.HOST_GONE : ExitCode.valueOf(left.name());
    }

    private static void admitted(HostConnection host, DaemonConfig config, OutputLines lines) {
        ControlRequest told = host.control();
        Nesting.setLevel(told.level() + 1);
        CurrentTask.setOutsideTasks(TaskContext.outsideTasks(told));
        ReactorLog.begin();
        if (config.launcher() == null) {
            DaemonEnd.say(Texts.serves(config.address(), told.slot()));
        } else {
            DaemonEnd.leaveStandardError();
        }
        if (config.output()) {
            lines.to(host);
        }
    }

    /** In percent: a heap that is full breaks links, too. */
    private static long heapInUse() {
        Runtime runtime = Runtime.getRuntime();
        return 100 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    }
}
