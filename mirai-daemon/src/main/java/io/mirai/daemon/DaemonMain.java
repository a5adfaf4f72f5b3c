package io.mirai.daemon;

import io.mirai.codec.DaemonCodec;
import io.mirai.spi.CurrentTask;
import io.mirai.spi.Departure;
import io.mirai.transport.HostConnection;
import io.mirai.transport.RefusedException;
import io.mirai.wire.Setup;
import io.netty.util.internal.PlatformDependent;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * The daemon process. Its host starts it and gives it a {@link DaemonConfig} over standard input; it dials the
 * host, runs tasks, and ends when the host or the link does. What tasks print is not kept: {@code System.out} and
 * {@code System.err} lead nowhere, {@code System.in} is empty. Exit statuses of its own are {@link ExitCode}s.
 */
public final class DaemonMain {

    /**
     * Settings for the daemon's own libraries: slf4j, which has no provider here, is not to say so, and Netty is not
     * to register events that nobody records, which would cost a good part of the start. User code has its own slf4j
     * and Netty, which read the same properties: so they are gone before user code comes.
     */
    private static final Map<String, String> LIBRARY_SETTINGS =
            Map.of("slf4j.internal.verbosity", "ERROR", "io.netty.jfr.enabled", "false");

    private DaemonMain() {}

    /** Runs until the host goes. Takes no arguments. */
    public static void main(String[] args) {
        InputStream fromHost = new FileInputStream(FileDescriptor.in);
        try {
            DaemonConfig config = DaemonConfig.readFrom(fromHost);
            Watchdog watchdog = Watchdog.start(fromHost, config.socket());
            closeStandardStreams();
            initializeLibraries();
            serve(config, watchdog);
        } catch (IOException | IllegalArgumentException e) {
            LastResort.say(Texts.noConfiguration(String.valueOf(e.getMessage())));
            ExitCode.BAD_CONFIG.halt();
        } catch (Throwable e) {
            LastResort.halt(e);
        }
    }

    private static void serve(DaemonConfig config, Watchdog watchdog) throws IOException {
        CurrentTask.setOutsideTasks(TaskContext.outsideTasks(config));
        StartLedger ledger = StartLedger.map(config.ledger());
        TaskQueue queue = new TaskQueue();
        Setup setup = Setup.ofThisProcess(config.threads(), config.slot(), config.instance(), config.token());
        Mono<HostConnection> dialled =
                HostConnection.dial(config.socket(), setup, queue).cache();
        Consumer<Departure> departure = reason -> dialled.subscribe(host -> host.announce(reason));
        SessionClassLoader session = SessionClassLoader.over(
                config.session(), new HostClasses(name -> dialled.flatMap(host -> host.classFile(name))));
        // User code looks there for what it is made of, and so do daemons that it starts.
        System.setProperty("java.class.path", session.classPath());
        SessionThreads.install(session);
        LastWords.install(config.lastWords(), queue, departure);

        // While this thread dials; a task that comes first waits in the queue.
        new Thread(() -> startWorkers(config, session, ledger, queue, departure), "mirai-start").start();
        await(dialled, config);
        watchdog.linkEnded();
    }

    private static void startWorkers(
            DaemonConfig config,
            SessionClassLoader session,
            StartLedger ledger,
            TaskQueue queue,
            Consumer<Departure> departure) {
        try {
            DaemonCodec codec = new DaemonCodec(session);
            for (int number = 0; number < config.threads(); number++) {
                new Worker(config, number, session, codec, ledger, queue, departure).start();
            }
        } catch (Throwable e) {
            LastResort.halt(e);
        }
    }

    /** Until the link has ended. */
    private static void await(Mono<HostConnection> dialled, DaemonConfig config) {
        try {
            dialled.flatMap(HostConnection::onClose).block();
        } catch (RuntimeException e) {
            Throwable cause = Exceptions.unwrap(e);
            if (cause instanceof RefusedException) {
                LastResort.say(Texts.refused(cause.getMessage()));
                ExitCode.REFUSED.halt();
            }
            LastResort.say(Texts.noHost(config.socket(), cause));
            ExitCode.NO_HOST.halt();
        }
    }

    private static void closeStandardStreams() {
        System.setIn(InputStream.nullInputStream());
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
    }

    private static void initializeLibraries() {
        LIBRARY_SETTINGS.forEach(System::setProperty);
        LoggerFactory.getILoggerFactory();
        PlatformDependent.javaVersion();
        LIBRARY_SETTINGS.keySet().forEach(System::clearProperty);
    }
}
