package io.mirai.launch.remote;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Launch;
import io.mirai.transport.link.LinkAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One daemon over SSH: connects when it is its turn, sends the jar if it is asked for, then the secret, and holds standard input
 * open as long as the daemon is to live. On the thread of the launches, but for the jar.
 */
final class SshSession implements Launched {

    /** How long the other machine may take to look for its Java, once it may be connected. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private static final Duration JAR_LIMIT = Duration.ofMinutes(10);
    private static final Duration DAEMON_LIMIT = Duration.ofSeconds(30);

    private final SshLauncher launcher;
    private final SshMachine machine;
    private final JarContent jar;
    private final LinkAddress address;
    private final Order order;
    private final Attempt attempt;
    private volatile @Nullable LauncherProcess process;
    private boolean askedForJar;
    private boolean ready;
    private CompletableFuture<Void> sent =
            CompletableFuture.completedFuture(null); // once the jar is, if it was asked for
    private boolean ending;

    SshSession(
            SshLauncher launcher,
            SshMachine machine,
            JarContent jar,
            LinkAddress address,
            Order order,
            Attempt attempt) {
        this.launcher = launcher;
        this.machine = machine;
        this.jar = jar;
        this.address = address;
        this.order = order;
        this.attempt = attempt;
    }

    private Launch.BySsh launch() {
        return SshLauncher.launch(order.daemon());
    }

    /** It is its turn. */
    void connect() {
        try {
            if (!launch().tunnel()) {
                start(ReachableUrl.of(address));
                return;
            }
            Duration limit = launch().limit().plus(ANSWER_LIMIT);
            machine.useTunnel(launch(), address, limit, new SshTunnel.User(this::start, this::fail));
        } catch (Throwable e) { // else the turn of the others would never come
            fail(String.valueOf(e));
        }
    }

    private void fail(String why) {
        attempt.fail(why);
        machine.leave(this);
    }

    private void start(String url) {
        if (ending) {
            return;
        }
        DaemonSpec daemon = order.daemon();
        boolean endsWithHost = daemon.hostGone().mode() != AutoExit.PERSIST;
        try {
            String remote = Bootstrap.command(jar, launch().java(), url, order.slot(), daemon, endsWithHost);
            process = launcher.start(SshCommand.session(launch(), remote), attempt, this::hear);
            attempt.within(launch().limit().plus(ANSWER_LIMIT));
        } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
            fail(String.valueOf(e));
        }
    }

    /** Obeys each word once, and in their order: they come from a machine that may say anything. */
    private void hear(String line) {
        LauncherProcess ssh = process;
        if (ssh == null) {
            return;
        }
        if (line.equals(Bootstrap.NEEDS_JAR) && !askedForJar && !ready) {
            askedForJar = true;
            attempt.within(JAR_LIMIT);
            CompletableFuture<Void> sending = new CompletableFuture<>();
            sent = sending;
            Thread sender = new Thread(() -> send(ssh.input(), sending), "mirai-jar-" + order.slot());
            sender.setDaemon(true);
            sender.start();
        } else if (line.equals(Bootstrap.READY) && !ready) {
            ready = true;
            machine.markReady(this);
            attempt.within(DAEMON_LIMIT);
            var unused = sent.thenRun(() -> tell(ssh.input()));
        }
    }

    /** Blocks as long as the network takes for it. */
    private void send(OutputStream input, CompletableFuture<Void> sending) {
        try {
            Files.copy(jar.file(), input);
            input.flush();
            sending.complete(null);
        } catch (IOException e) {
            // The connection has ended, and says why.
        }
    }

    /** Nothing else is in the pipe by then, so this does not wait. */
    private void tell(OutputStream input) {
        try {
            input.write((order.secret().text() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush(); // and never closed: its end is the end of the daemon
        } catch (IOException e) {
            // As above.
        }
    }

    // ---- As it was launched ----

    @Override
    public OptionalInt status() {
        LauncherProcess ssh = process;
        return ssh == null ? OptionalInt.empty() : ssh.status();
    }

    @Override
    public List<String> lines() {
        LauncherProcess ssh = process;
        return ssh == null ? List.of() : ssh.lines();
    }

    @Override
    public void end() {
        ending = true;
        LauncherProcess ssh = process;
        if (ssh != null) {
            ssh.end();
        }
        machine.leave(this);
    }

    @Override
    public void leave() {
        LauncherProcess ssh = process;
        if (ssh != null) {
            ssh.leave();
        }
    }

    @Override
    public boolean isOver() {
        LauncherProcess ssh = process;
        return ssh == null ? ending : ssh.isOver();
    }

    @Override
    public void kill() {
        LauncherProcess ssh = process;
        if (ssh != null) {
            ssh.kill();
        }
    }
}
