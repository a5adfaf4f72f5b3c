package io.mirai.memory;

import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import reactor.core.publisher.Mono;

/** Daemons that are objects: a launch waits until the test lets it succeed or fail. */
public final class InMemoryFleet implements Fleet {

    private record Launch(int instance, int threads) {}

    private final FleetListener listener;
    private final InMemoryCodec codec = new InMemoryCodec();
    private final Map<Integer, Launch> launching = new LinkedHashMap<>();
    private final List<InMemoryDaemon> online = new ArrayList<>();
    private LongConsumer onSend = id -> {};
    private boolean closed;

    InMemoryFleet(FleetListener listener) {
        this.listener = listener;
    }

    /** Sets who hears of each task that is sent, just before it is. */
    public void onSend(LongConsumer observer) {
        onSend = observer;
    }

    /** The slots for which a daemon was launched that has not dialled in. */
    public List<Integer> launching() {
        return List.copyOf(launching.keySet());
    }

    /** The daemons whose link has not ended. */
    public List<InMemoryDaemon> online() {
        return List.copyOf(online);
    }

    public boolean isClosed() {
        return closed;
    }

    /** Lets a launched daemon dial in. */
    public InMemoryDaemon dialIn(int slot) {
        Launch launch = Objects.requireNonNull(launching.remove(slot));
        InMemoryDaemon daemon = new InMemoryDaemon(
                slot, launch.instance(), launch.threads(), codec, listener, id -> onSend.accept(id), online::remove);
        online.add(daemon);
        listener.onLink(daemon);
        return daemon;
    }

    /** Lets a launched daemon fail. */
    public void failLaunch(int slot, String message) {
        launching.remove(slot);
        listener.onLaunchFailure(slot, message);
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public Mono<Void> listen() {
        return Mono.empty();
    }

    @Override
    public String url() {
        return "memory:";
    }

    @Override
    public void launch(int slot, int instance, DaemonSpec daemon) {
        if (launching.put(slot, new Launch(instance, daemon.threads())) != null) {
            throw new IllegalStateException("slot " + slot + " is being launched already");
        }
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            closed = true;
            launching.clear();
            online.clear();
        });
    }
}
