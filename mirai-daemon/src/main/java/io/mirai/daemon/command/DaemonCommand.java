package io.mirai.daemon.command;

import io.mirai.daemon.DaemonLibraries;
import io.mirai.daemon.DaemonMain;
import io.mirai.daemon.end.HostProcess;
import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.FileFault;
import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.HostGone;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.TrustedAuthorities;
import io.mirai.wire.Setup;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Dials a host and runs its tasks. */
@Command(
        name = DaemonCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        header = "Dials a host and runs its tasks until it has gone.",
        description = {
            "%nThe secret comes by standard input, as one line, unless " + DaemonArguments.SECRET_FILE
                    + " or the variable "
                    + DaemonArguments.SECRET_VARIABLE
                    + " of the environment has it. The environment is visible to all processes of this user"
                    + " and to the children of tasks. The command line is visible to everybody: a secret does not belong there.%n",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  printf %%s 'SECRET' | java -jar mirai-daemon-all.jar daemon tls+tcp://10.0.0.1:5555",
            "  java -jar mirai-daemon-all.jar daemon wss://host:443/mirai --secret-file=secret --threads=8",
            "  java -jar mirai-daemon-all.jar daemon tcp://127.0.0.1:5555 --autoexit=persist < secret",
            "  Java 24 and newer print four lines of warning first, without",
            "    java -Dsun.misc.unsafe.memory.access=allow -jar mirai-daemon-all.jar …"
        })
final class DaemonCommand implements Callable<Integer> {

    static final String NAME = DaemonArguments.COMMAND;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli, as all below
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "Where the host listens: tcp, tls+tcp, ws, wss or unix.")
    @SuppressWarnings("NullAway.Init")
    private String url;

    @Option(
            names = DaemonArguments.SECRET_FILE,
            paramLabel = "FILE",
            description = "Reads the secret from a file, which only this user may read.")
    private @Nullable Path secretFile;

    @Option(
            names = DaemonArguments.AUTHORITIES,
            paramLabel = "FILE",
            description =
                    "Knows the host by these authorities (PEM), its name and the date, not by the pin in the secret.")
    private @Nullable String authorities;

    @Option(
            names = DaemonArguments.SLOT,
            paramLabel = "N",
            description = "The slot to take, from 0; the host gives the lowest that is free if it is not said.")
    private int slot = Setup.ANY_SLOT;

    @Option(names = DaemonArguments.THREADS, paramLabel = "N", description = "How many tasks to run at once: 1.")
    private int threads = DaemonSpec.DEFAULT.threads();

    @Option(
            names = DaemonArguments.OUTPUT,
            description = "Passes on to the host what tasks print; it is dropped otherwise.")
    private boolean output;

    @Option(names = DaemonArguments.MAX_TASKS, paramLabel = "N", description = "Leaves after so many tasks.")
    private long maxTasks = DaemonLimits.NONE.maxTasks();

    @Option(
            names = DaemonArguments.IDLE_TIME,
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Leaves after so long without a task, as 30s, 10m or 2h.")
    private @Nullable Duration idleTime;

    @Option(
            names = DaemonArguments.WALL_TIME,
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Leaves after so long; what runs then ends first.")
    private @Nullable Duration wallTime;

    @Option(
            names = DaemonArguments.TIMER_START,
            paramLabel = "N",
            description = "Lets the two times begin after so many tasks: 0.")
    private int timerStart;

    @Option(
            names = DaemonArguments.CLEANUP,
            paramLabel = "MASK",
            description =
                    "What to clean after each task, a sum: 1 globals, 2 user classes, 4 settings of the JVM, 8 garbage."
                            + " It is 1 if it is not said.")
    private int cleanup = Cleanup.DEFAULT.mask();

    @Option(
            names = DaemonArguments.AUTO_EXIT,
            paramLabel = "MODE",
            converter = HostGoneConverter.class,
            completionCandidates = HostGoneConverter.class,
            description =
                    "What to do when the host goes: exit at once, which it does if it is not said; finish what runs;"
                            + " persist, that is dial until a host comes, also at the start; or a signal to raise: ${COMPLETION-CANDIDATES}.")
    private HostGone autoExit = HostGone.DEFAULT;

    @Option(
            names = DaemonArguments.ENDS_WITH,
            paramLabel = "FILE",
            description = "Ends when this does, as the host goes then: a pipe that it holds open, such as /dev/fd/3.")
    private @Nullable Path endsWith;

    DaemonCommand() {}

    @Override
    public Integer call() {
        DaemonLibraries.initialize();
        DaemonMain.dialIn(config(), host());
        return 0;
    }

    private @Nullable HostProcess host() {
        try {
            return endsWith == null ? null : HostProcess.holding(new FileInputStream(endsWith.toFile()));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), Texts.endsWithNotRead(endsWith, String.valueOf(FileFault.reason(e))), e);
        }
    }

    /** Refuses what is no daemon's, with a {@link ParameterException}. */
    private DaemonConfig config() {
        try {
            if (slot < Setup.ANY_SLOT) {
                throw new IllegalArgumentException(Texts.negativeSlot(slot));
            }
            if (SecretSource.isSecret(url)) {
                throw new IllegalArgumentException(Texts.secretIsNoUrl());
            }
            LinkAddress address = LinkAddress.parse(url);
            DaemonSpec daemon = daemon();
            TrustedAuthorities trusted = authorities == null ? null : TrustedAuthorities.read(authorities);
            Secret secret = SecretSource.ofProcess(secretFile).read();
            return DaemonConfig.ofCommand(address, secret, trusted, slot, daemon);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    DaemonSpec daemon() {
        return DaemonSpec.DEFAULT
                .withThreads(threads)
                .withOutput(output)
                .withLimits(new DaemonLimits(maxTasks, idleTime, wallTime, timerStart))
                .withCleanup(new Cleanup(cleanup))
                .withHostGone(autoExit);
    }
}
