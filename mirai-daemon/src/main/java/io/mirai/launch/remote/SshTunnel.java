package io.mirai.launch.remote;

import io.mirai.spi.Launch;
import io.mirai.transport.link.LinkAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way from one other machine to the port or the socket of this host, through a connection of its own. It is there for all daemons of
 * that machine, and ends with this host. On the thread of the launches.
 *
 * <pre>
 *   NEW ──first use──► OPENING ──the port there is known──► OPEN ──the connection ends──► OVER
 *                         └──────the connection ends, or is too slow──────────────────────►┘  tells those that wait
 * </pre>
 */
final class SshTunnel implements Attempt {

    private static final Pattern PORT = Pattern.compile("Allocated port (\\d+) for remote forward.*");
    private static final String OPEN = "mirai-tunnel-open";

    /**
     * Ends with the connection, which it says is there: by then the forwarding has been granted. What the user's shell says before may lack
     * its end of the line.
     */
    private static final String REMOTE_COMMAND = "echo; echo " + OPEN + "; exec cat";

    /** One who waits for it. */
    record User(Consumer<String> useUrl, Consumer<String> fail) {}

    private enum State {
        OPENING,
        OPEN,
        OVER
    }

    private final Launch.BySsh launch;
    private final LinkAddress address;
    private final ScheduledExecutorService launches;
    private final List<User> waiting = new ArrayList<>();
    private State state = State.OPENING;
    private int port;
    private volatile @Nullable LauncherProcess process;

    private SshTunnel(Launch.BySsh launch, LinkAddress address, ScheduledExecutorService launches) {
        this.launch = launch;
        this.address = address;
        this.launches = launches;
    }

    /** Begins to open one to this address. */
    static SshTunnel open(Launch.BySsh launch, LinkAddress address, Duration limit, ScheduledExecutorService launches) {
        SshTunnel tunnel = new SshTunnel(launch, address, launches);
        tunnel.start(limit);
        return tunnel;
    }

    private void start(Duration limit) {
        List<String> command = SshCommand.heedingNoCtrlC(SshCommand.tunnel(launch, target(address), REMOTE_COMMAND));
        try {
            process = LauncherProcess.start(command, this, this::hear, launches);
            within(limit);
        } catch (IOException e) {
            over(Texts.tunnelNotStarted(String.valueOf(e.getMessage())));
        } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
            over(Texts.tunnelNotStarted(String.valueOf(e)));
        }
    }

    /** Where it ends on this machine, as {@code ssh} writes it. */
    private static String target(LinkAddress address) {
        if (address instanceof LinkAddress.Unix unix) {
            return unix.path().toString();
        }
        LinkAddress.Tcp tcp = (LinkAddress.Tcp) address;
        return (tcp.host().indexOf(':') < 0 ? tcp.host() : "[" + tcp.host() + "]") + ":" + tcp.port();
    }

    /** Where daemons over there dial in, when this is the port. */
    static String url(LinkAddress address, int port) {
        return address instanceof LinkAddress.Tcp tcp
                ? new LinkAddress.Tcp(tcp.scheme(), "127.0.0.1", port, tcp.path()).url()
                : LinkAddress.Tcp.anyLoopback().withPort(port).url();
    }

    /** Tells one who needs it when it is open, or why it never will be. */
    void use(User user) {
        switch (state) {
            case OPENING -> waiting.add(user);
            case OPEN -> user.useUrl().accept(url(address, port));
            case OVER -> user.fail().accept(Texts.tunnelEnded(lines()));
        }
    }

    /** Whether another is needed. */
    boolean isOver() {
        return state == State.OVER;
    }

    /** Whether nothing of it is left here. */
    boolean isGone() {
        LauncherProcess running = process;
        return running == null || running.isOver();
    }

    private void hear(String line) {
        Matcher allocated = PORT.matcher(line);
        if (state == State.OPENING && port == 0 && allocated.matches()) { // ours is asked for first
            port = Integer.parseInt(allocated.group(1));
        }
        if (state == State.OPENING && line.equals(OPEN)) {
            if (port == 0) {
                over(Texts.tunnelWithoutPort(lines()));
                return;
            }
            state = State.OPEN;
            takeWaiting().forEach(user -> user.useUrl().accept(url(address, port)));
        }
    }

    private List<User> takeWaiting() {
        List<User> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private List<String> lines() {
        LauncherProcess running = process;
        return running == null ? List.of() : running.lines();
    }

    private void over(String why) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        end();
        takeWaiting().forEach(user -> user.fail().accept(why));
    }

    /** Ends it. */
    void end() {
        LauncherProcess running = process;
        if (running != null) {
            running.end();
        }
    }

    /** Ends it by force. Any thread. */
    void kill() {
        LauncherProcess running = process;
        if (running != null) {
            running.kill();
        }
    }

    // ---- As its process has it ----

    @Override
    public void within(Duration limit) {
        var unused = launches.schedule(
                () -> {
                    if (state == State.OPENING) {
                        over(Texts.tunnelTooSlow(limit.toMillis(), lines()));
                    }
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void fail(String why) {
        over(why);
    }

    @Override
    public void look(Launched ssh) {
        if (ssh.status().isPresent()) {
            over(Texts.tunnelEnded(ssh.lines()));
        }
    }

    @Override
    public boolean isAwaited() {
        return state == State.OPENING;
    }
}
