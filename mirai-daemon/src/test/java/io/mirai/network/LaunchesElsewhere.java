package io.mirai.network;

import io.mirai.spi.Departure;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.testing.PastedDaemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.scheduler.Schedulers;

/**
 * The daemons that were started by lines. Each launch ends in the first link of its slot or, if the process ends before, in a
 * failure.
 */
final class LaunchesElsewhere implements FleetListener {

    private final FleetListener listener;
    private final Map<Integer, Object> awaited = new ConcurrentHashMap<>(); // by slot; a launch each
    private final Map<Link, Link> links = new ConcurrentHashMap<>(); // from what dialled in to what the dispatcher has
    private final List<PastedDaemon> daemons = new ArrayList<>(); // guarded by this
    private boolean closed; // guarded by this

    LaunchesElsewhere(FleetListener listener) {
        this.listener = listener;
    }

    /** Pastes a line, which is made on another thread. */
    void launch(int slot, Supplier<String> line) {
        Object launch = new Object();
        awaited.put(slot, launch);
        Schedulers.boundedElastic().schedule(() -> {
            try {
                PastedDaemon daemon = paste(line.get());
                daemon.onExit(() -> fail(slot, launch, daemon.said()));
            } catch (Exception e) { // the slot waits for the news
                fail(slot, launch, String.valueOf(e.getMessage()));
            }
        });
    }

    private synchronized PastedDaemon paste(String line) throws Exception {
        if (closed) {
            throw new IllegalStateException("the fleet is closed");
        }
        PastedDaemon daemon = PastedDaemon.paste(line);
        daemons.add(daemon);
        return daemon;
    }

    private void fail(int slot, Object launch, String message) {
        if (awaited.remove(slot, launch)) {
            listener.onLaunchFailure(slot, message);
        }
    }

    @Override
    public void onLink(Link link) {
        if (awaited.remove(link.slot()) == null) { // a daemon dials again, but its slot is given up
            link.refuse("nobody waits for this daemon");
            return;
        }
        Link launched = new LaunchedElsewhere(link);
        links.put(link, launched);
        listener.onLink(launched);
    }

    @Override
    public void onDraining(Link link, Departure reason) {
        Link launched = links.get(link);
        if (launched != null) {
            listener.onDraining(launched, reason);
        }
    }

    @Override
    public void onLinkEnd(Link link, LinkEnd end) {
        Link launched = links.remove(link);
        if (launched != null) {
            listener.onLinkEnd(launched, end);
        }
    }

    @Override
    public void onLaunchFailure(int slot, String message) {
        listener.onLaunchFailure(slot, message);
    }

    /** Kills those that are left. */
    synchronized void close() {
        closed = true;
        daemons.forEach(PastedDaemon::close);
    }
}
