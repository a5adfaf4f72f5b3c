package io.mirai.launch;

import io.mirai.launch.shared.TransportLink;
import io.mirai.transport.host.DaemonLink;

/** The link to a daemon whose process this host started. */
final class LocalLink extends TransportLink {

    private final int capacity;
    private final Runnable kill;

    /**
     * Wraps the transport's link.
     *
     * @param kill ends the process, without blocking
     */
    LocalLink(DaemonLink link, int capacity, Runnable kill) {
        super(link);
        this.capacity = capacity;
        this.kill = kill;
    }

    /** Whether this is the link of that connection. */
    boolean wraps(DaemonLink other) {
        return link == other;
    }

    @Override
    public int slot() {
        return link.setup().slot();
    }

    @Override
    public boolean isLaunched() {
        return true;
    }

    @Override
    public void refuse(String reason) {
        kill();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void kill() {
        kill.run();
    }

    @Override
    public String toString() {
        return "daemon " + link.setup().instance() + " of slot " + slot() + ", process "
                + link.setup().pid();
    }
}
