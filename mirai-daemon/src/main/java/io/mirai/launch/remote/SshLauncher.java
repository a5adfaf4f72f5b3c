package io.mirai.launch.remote;

import io.mirai.launch.jvm.JvmCommand;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Launch;
import io.mirai.transport.link.LinkAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts daemons over SSH: one connection for each, and one more for the tunnel of each machine.
 *
 * <pre>
 *   SshLauncher ──► SshMachine ── in its turn ──► SshSession ──► ssh ──► Bootstrap: Java? jar? ──► daemon
 *                       └── SshTunnel ──► ssh -R ──► a port there ◄──────────── dials in ────────────┘
 * </pre>
 */
final class SshLauncher implements Launcher {

    private final Supplier<LinkAddress> address;
    private final ScheduledExecutorService launches;

    /** By who is logged in where, and by which program. */
    private final Map<List<Object>, SshMachine> machines = new ConcurrentHashMap<>();

    private @Nullable JarContent jar; // the thread of the launches alone

    /**
     * Starts nothing yet.
     *
     * @param address where daemons dial in
     * @param launches the thread of the launches
     */
    SshLauncher(Supplier<LinkAddress> address, ScheduledExecutorService launches) {
        this.address = address;
        this.launches = launches;
    }

    static Launch.BySsh launch(DaemonSpec daemon) {
        return (Launch.BySsh) daemon.launch();
    }

    @Override
    public void check(DaemonSpec daemon) {
        if (launch(daemon).tunnel() && !address.get().isLoopback()) {
            throw new IllegalStateException(Texts.notTunnelled(address.get().url()));
        }
        if (launch(daemon).tunnel() && daemon.hostGone().isLeftAlone()) {
            throw new IllegalStateException(Texts.tunnelEndsWithHost());
        }
        JarContent.find();
    }

    @Override
    public String line(int slot, DaemonSpec daemon) {
        Launch.BySsh launch = launch(daemon);
        String url = launch.tunnel() ? SshTunnel.url(address.get(), 0) : ReachableUrl.of(address.get());
        List<String> words = new ArrayList<>(SshCommand.session(launch, ""));
        words.remove(words.size() - 1);
        return Shell.line(words.stream().map(JvmCommand::masked).toList()) + " "
                + Shell.quote(Bootstrap.shown(launch.java(), url, slot, daemon));
    }

    @Override
    public String machine(DaemonSpec daemon) {
        return launch(daemon).login().toString();
    }

    @Override
    public Launched start(Order order, Attempt attempt) throws IOException {
        Launch.BySsh launch = launch(order.daemon());
        JarContent content = jar;
        if (content == null) {
            content = JarContent.read();
            jar = content;
        }
        SshMachine machine =
                machines.computeIfAbsent(List.of(launch.login(), launch.command()), login -> new SshMachine(launches));
        SshSession session = new SshSession(this, machine, content, address.get(), order, attempt);
        machine.add(session);
        return session;
    }

    LauncherProcess start(List<String> command, Attempt attempt, Consumer<String> hears) throws IOException {
        return LauncherProcess.start(SshCommand.heedingNoCtrlC(command), attempt, hears, launches);
    }

    @Override
    public void close() {
        machines.values().forEach(SshMachine::close);
    }

    @Override
    public boolean isOver() {
        return machines.values().stream().allMatch(SshMachine::isOver);
    }

    @Override
    public void kill() {
        machines.values().forEach(SshMachine::kill);
    }
}
