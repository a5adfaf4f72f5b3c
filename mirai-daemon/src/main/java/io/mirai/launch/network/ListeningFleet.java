package io.mirai.launch.network;

import io.mirai.codec.HostCodec;
import io.mirai.daemon.shared.Libraries;
import io.mirai.launch.shared.HostCode;
import io.mirai.launch.shared.HostOutput;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A profile that listens at a url. The daemons of this machine keep a private socket beside it, and so what only they have: the file
 * that says which tasks have begun, and the host's own classes. Thread-safe.
 */
public final class ListeningFleet implements Fleet {

    private record Open(DaemonListener listener, NetworkDoor door, Identity identity, DaemonCommands commands) {}

    private final FleetSpec spec;
    private final FleetListener listener;
    private final HostCodec codec;
    private final Fleet local;
    private final HostOutput output;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable Mono<Open> opening; // from the moment it begins
    private volatile @Nullable Open open;

    /**
     * Nothing is opened yet.
     *
     * @param local the daemons of this machine
     */
    public ListeningFleet(FleetSpec spec, FleetListener listener, HostCodec codec, Fleet local) {
        this.spec = spec;
        this.listener = listener;
        this.codec = codec;
        this.local = local;
        this.output = new HostOutput(spec.profile());
    }

    @Override
    public Codec codec() {
        return codec;
    }

    /** Listens at the private socket first, then at the url. */
    @Override
    public Mono<Void> listen() {
        return local.listen().then(Mono.defer(this::listenAtUrl)).then();
    }

    private Mono<Open> listenAtUrl() {
        Mono<Open> begun = Mono.defer(this::open)
                .subscribeOn(Schedulers.boundedElastic()) // reads files, and looks names up
                .cache();
        opening = begun;
        return closing.get() ? Mono.error(new IOException(Texts.closedMeanwhile())) : begun;
    }

    private Mono<Open> open() {
        try {
            LinkAddress address = LinkAddress.parse(spec.listening().url());
            Identity identity = Identity.open(spec.listening().identity());
            NetworkDoor door = new NetworkDoor(spec, address, identity, listener, codec, output);
            HostCode code = HostCode.ofStrangers(codec, address.isEncrypted() || address.isLoopback());
            return DaemonListener.bind(
                            address, Protections.of(address, spec.listening().tls(), identity), door, code)
                    .map(bound -> {
                        boolean perSlot = spec.listening().secretPerSlot();
                        Open made = new Open(bound, door, identity, new DaemonCommands(bound, identity, perSlot));
                        open = made;
                        return made;
                    });
        } catch (LinkageError e) { // Reactor would throw it on where nobody waits for it
            return Mono.error(new IOException(Texts.libraryMissing(e), Libraries.explain(e)));
        } catch (IOException | RuntimeException e) {
            return Mono.error(e);
        }
    }

    @Override
    public String url() {
        Open now = open;
        return now == null ? "" : now.listener().address().url();
    }

    private Open opened() {
        Open now = open;
        if (now == null) {
            throw new IllegalStateException(
                    Texts.notListeningYet(spec.profile(), spec.listening().url()));
        }
        return now;
    }

    @Override
    public List<String> commands(List<Integer> slots, DaemonSpec daemon) {
        return opened().commands().lines(slots, daemon);
    }

    @Override
    public void renewSecret(int slot) {
        Identity identity = opened().identity();
        if (spec.listening().secretPerSlot()) {
            identity.renew(slot);
        } else {
            identity.renew();
        }
    }

    @Override
    public void checkSize(int daemons) {
        local.checkSize(daemons);
    }

    @Override
    public void launch(int slot, int instance, DaemonSpec daemon) {
        local.launch(slot, instance, daemon);
    }

    @Override
    public Mono<Void> close() {
        Mono<Void> others = local.close();
        Mono<Open> begun = closing.compareAndSet(false, true) ? opening : null;
        if (begun == null) {
            return others;
        }
        Mono<Void> unbound = begun.flatMap(now -> now.listener().close())
                .onErrorComplete()
                .publishOn(Schedulers.boundedElastic()) // the streams may be stuck
                .doFinally(end -> output.close())
                .cache();
        unbound.subscribe();
        return Mono.when(others, unbound);
    }

    @Override
    public void terminate() {
        local.terminate();
        Open now = open;
        if (now != null) {
            now.door().dismissAll();
        }
    }
}
