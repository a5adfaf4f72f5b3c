package io.mirai.launch.remote;

import io.mirai.spi.Launch;
import io.mirai.transport.link.LinkAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One other machine: has a tunnel if its daemons need one, and lets few connect at a time. The first connects alone, so that the jar
 * goes there once; and an {@code sshd} refuses some of those that come at once, if they are many. On the thread of the launches.
 */
final class SshMachine {

    private static final int AT_ONCE = 4;

    private final ScheduledExecutorService launches;
    private final Deque<SshSession> waiting = new ArrayDeque<>();
    private final Set<SshSession> connecting = new HashSet<>();
    private boolean hasJar;
    private boolean closed;
    private volatile @Nullable SshTunnel tunnel;
    private final Set<SshTunnel> replaced = ConcurrentHashMap.newKeySet(); // until nothing of them is left here

    SshMachine(ScheduledExecutorService launches) {
        this.launches = launches;
    }

    /** Lets a session connect in its turn. */
    void add(SshSession session) {
        waiting.add(session);
        next();
    }

    /** The machine has all that a daemon needs. */
    void markReady(SshSession session) {
        hasJar = true;
        leave(session);
    }

    /** A session is not connecting any more. */
    void leave(SshSession session) {
        waiting.remove(session);
        if (connecting.remove(session)) {
            next();
        }
    }

    private void next() {
        while (!closed && !waiting.isEmpty() && connecting.size() < (hasJar ? AT_ONCE : 1)) {
            SshSession session = waiting.remove();
            connecting.add(session);
            session.connect();
        }
    }

    /** Tells a session where its daemon dials in when there is a tunnel, or why there is none. */
    void useTunnel(Launch.BySsh launch, LinkAddress address, Duration limit, SshTunnel.User user) {
        SshTunnel present = tunnel;
        if (present == null || present.isOver()) {
            replaced.removeIf(SshTunnel::isGone);
            if (present != null) {
                replaced.add(present);
            }
            present = SshTunnel.open(launch, address, limit, launches);
            tunnel = present;
        }
        present.use(user);
    }

    /** Lets nobody connect any more, and ends the tunnel. */
    void close() {
        closed = true;
        SshTunnel running = tunnel;
        if (running != null) {
            running.end();
        }
    }

    /** Whether nothing of its tunnels is left here. */
    boolean isOver() {
        SshTunnel running = tunnel;
        return (running == null || running.isGone()) && replaced.stream().allMatch(SshTunnel::isGone);
    }

    /** Ends its tunnels by force. Any thread. */
    void kill() {
        replaced.forEach(SshTunnel::kill);
        SshTunnel running = tunnel;
        if (running != null) {
            running.kill();
        }
    }
}
