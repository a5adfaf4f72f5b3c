package io.mirai.network;

import io.mirai.spi.Backend;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.KeepAliveSpec;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Listening;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.TlsSpec;
import io.mirai.testing.PastedDaemon;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Daemons that are started by pasted lines, and that the dispatcher takes for its own, so that it replaces them. */
final class OverTlsFleet implements Fleet, FleetListener {

    private final FleetListener listener;
    private final Fleet fleet;
    private final Map<Integer, PastedDaemon> pasted = new ConcurrentHashMap<>();
    private final Map<Link, Replaced> links = new ConcurrentHashMap<>();
    private final ExecutorService shells = Executors.newCachedThreadPool();

    OverTlsFleet(Backend real, FleetSpec spec, FleetListener listener) {
        this.listener = listener;
        Listening tls = new Listening("tls+tcp://127.0.0.1:0", TlsSpec.THROWN_AWAY, true, KeepAliveSpec.DEFAULT, null);
        this.fleet = real.fleet(
                new FleetSpec(spec.profile(), tls, 0, spec.maxResultBytes(), spec.allowed(), spec.random()), this);
    }

    @Override
    public Codec codec() {
        return fleet.codec().forStrangers();
    }

    @Override
    public Mono<Void> listen() {
        return fleet.listen();
    }

    @Override
    public String url() {
        return fleet.url();
    }

    @Override
    public void checkSize(int daemons) {
        fleet.checkSize(daemons);
    }

    @Override
    public void launch(int slot, int instance, DaemonSpec daemon) {
        shells.execute(() -> {
            try {
                PastedDaemon started =
                        PastedDaemon.paste(fleet.commands(List.of(slot), daemon).get(0));
                pasted.put(slot, started);
                started.awaitExit();
                boolean neverCame = links.values().stream().noneMatch(link -> link.slot() == slot);
                if (neverCame && pasted.remove(slot, started)) {
                    listener.onLaunchFailure(slot, started.said());
                }
            } catch (Exception e) {
                listener.onLaunchFailure(slot, String.valueOf(e.getMessage()));
            }
        });
    }

    @Override
    public Mono<Void> close() {
        return fleet.close().doFinally(end -> {
            pasted.values().forEach(PastedDaemon::close);
            shells.shutdown();
        });
    }

    @Override
    public void terminate() {
        fleet.terminate();
    }

    // ---- What the fleet tells ----

    @Override
    public void onLink(Link link) {
        Replaced own = new Replaced(link);
        links.put(link, own);
        listener.onLink(own);
    }

    @Override
    public void onDraining(Link link, Departure reason) {
        listener.onDraining(links.get(link), reason);
    }

    @Override
    public void onLinkEnd(Link link, LinkEnd end) {
        Replaced own = links.remove(link);
        PastedDaemon daemon = pasted.remove(own.slot());
        shells.execute(() -> {
            int status = -1;
            try {
                status = daemon.awaitExit();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            listener.onLinkEnd(own, new LinkEnd(true, OptionalInt.of(status), end.lastWords(), end.starts()));
        });
    }

    @Override
    public void onLaunchFailure(int slot, String message) {
        throw new AssertionError("the fleet launches nobody: " + message);
    }

    /** A link to a daemon that is replaced when it is lost. */
    private static final class Replaced implements Link {

        private final Link link;

        Replaced(Link link) {
            this.link = link;
        }

        @Override
        public int slot() {
            return link.slot();
        }

        @Override
        public boolean isLaunched() {
            return true;
        }

        @Override
        public void admit(int slot, int instance) {
            link.admit(slot, instance);
        }

        @Override
        public void refuse(String reason) {
            link.refuse(reason);
        }

        @Override
        public int capacity() {
            return link.capacity();
        }

        @Override
        public void send(TaskMessage task, ReplyListener replies) {
            link.send(task, replies);
        }

        @Override
        public Flux<Mono<Body>> values(long taskId) {
            return link.values(taskId);
        }

        @Override
        public void forget(SharedFunction function) {
            link.forget(function);
        }

        @Override
        public void stop(long taskId, boolean mayInterruptIfRunning) {
            link.stop(taskId, mayInterruptIfRunning);
        }

        @Override
        public void kill() {
            link.kill();
        }
    }
}
