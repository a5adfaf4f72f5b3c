package io.mirai.launch.network;

import io.mirai.codec.HostCodec;
import io.mirai.daemon.shared.Libraries;
import io.mirai.launch.remote.RemoteDaemons;
import io.mirai.launch.shared.HostCode;
import io.mirai.launch.shared.HostOutput;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Token;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A profile that listens at a url, and launches daemons elsewhere. The daemons of this machine keep a private socket beside it, and so what only they have: the file
 * that says which tasks have begun, and the host's own classes. Thread-safe.
 */
public final class ListeningFleet implements Fleet {

    private record Open(DaemonListener listener, NetworkDoor door, Identity identity, DaemonCommands commands) {}

    /** What daemons know of this host that it starts elsewhere. */
    private record ForDaemonsElsewhere(Open open, boolean secretPerSlot) implements RemoteDaemons.Host {

        @Override
        public LinkAddress address() {
            return open.listener().address();
        }

        @Override
        public Secret secret(Token token) {
            return open.listener().secret(token);
        }

        @Override
        public Token lastingToken(int slot) {
            return secretPerSlot
                    ? open.identity().issueTo(slot)
                    : open.identity().token();
        }
    }

    private final FleetSpec spec;
    private final FleetListener listener;
    private final HostCodec codec;
    private final Fleet local;
    private final HostOutput output;
    private final RemoteDaemons elsewhere;
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
        this.elsewhere = new RemoteDaemons(spec.profile(), listener);
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
            NetworkDoor door = new NetworkDoor(spec, address, identity, listener, codec, output, elsewhere);
            HostCode code = HostCode.ofStrangers(codec, address.isEncrypted() || address.isLoopback());
            return DaemonListener.bind(
                            address, Protections.of(address, spec.listening().tls(), identity), door, code)
                    .map(bound -> {
                        boolean perSlot = spec.listening().secretPerSlot();
                        Open made = new Open(bound, door, identity, new DaemonCommands(bound, identity, perSlot));
                        open = made;
                        elsewhere.open(new ForDaemonsElsewhere(made, perSlot));
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
    public List<String> launchLines(List<Integer> slots, List<DaemonSpec> daemons) {
        opened();
        return elsewhere.lines(slots, daemons);
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
        if (daemon.isHere()) {
            local.launch(slot, instance, daemon);
        } else {
            elsewhere.launch(slot, instance, daemon);
        }
    }

    @Override
    public Mono<Void> close() {
        elsewhere.beginClose();
        Mono<Void> others = local.close();
        Mono<Open> begun = closing.compareAndSet(false, true) ? opening : null;
        if (begun == null) {
            return Mono.when(others, elsewhere.close());
        }
        Mono<Void> unbound = begun.flatMap(now -> now.listener().close())
                .onErrorComplete()
                .then(Mono.defer(elsewhere::close))
                .publishOn(Schedulers.boundedElastic()) // the streams may be stuck
                .doFinally(end -> output.close())
                .cache();
        unbound.subscribe();
        return Mono.when(others, unbound);
    }

    @Override
    public void terminate() {
        local.terminate();
        elsewhere.terminate();
        Open now = open;
        if (now != null) {
            now.door().dismissAll();
        }
    }
}
