package io.mirai.memory;

import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Daemons that are objects: a launch waits until the test lets it succeed or fail. */
public final class InMemoryFleet implements Fleet {

    /** Hears of each task that is sent, just before it is. */
    @FunctionalInterface
    public interface SendObserver {
        void onSend(InMemoryDaemon daemon, long task);
    }

    /** Hears of the end of each link that was up, just before the dispatcher does. */
    @FunctionalInterface
    public interface EndObserver {
        void onEnd(InMemoryDaemon daemon, boolean died, boolean ledgerUnread);
    }

    private record Launch(int instance, int threads) {}

    private final FleetListener listener;
    private final InMemoryCodec codec = new InMemoryCodec();
    private final Map<Integer, Launch> launching = new LinkedHashMap<>();
    private final List<InMemoryDaemon> online = new ArrayList<>();
    private final List<InMemoryDaemon> cutOff = new ArrayList<>();
    private Sinks.@Nullable Empty<Void> door;
    private SendObserver onSend = (daemon, task) -> {};
    private Consumer<InMemoryDaemon> onKill = daemon -> {};
    private EndObserver onEnd = (daemon, died, unread) -> {};
    private @Nullable Error refusal;
    private @Nullable Throwable closeFailure;
    private final List<Integer> renewed = new ArrayList<>();
    private boolean takesSecretsBack;
    private boolean closed;

    InMemoryFleet(FleetListener listener) {
        this.listener = listener;
    }

    // ---- What the test sees ----

    /** The slots for which a daemon was launched that has not dialled in. */
    public List<Integer> launching() {
        return List.copyOf(launching.keySet());
    }

    /** The daemons whose link has not ended. */
    public List<InMemoryDaemon> online() {
        return List.copyOf(online);
    }

    /** The daemons that live on though the host has lost their link. */
    public List<InMemoryDaemon> cutOff() {
        return List.copyOf(cutOff);
    }

    /** The slots whose secret was taken back. */
    public List<Integer> renewed() {
        return List.copyOf(renewed);
    }

    public boolean isClosed() {
        return closed;
    }

    public void onSend(SendObserver observer) {
        onSend = observer;
    }

    /** Sets who hears that the dispatcher ends a daemon. */
    public void onKill(Consumer<InMemoryDaemon> observer) {
        onKill = observer;
    }

    public void onEnd(EndObserver observer) {
        onEnd = observer;
    }

    // ---- What the test does ----

    /** From now on values are read on the codec's pool. */
    public void readValuesApart() {
        codec.readApart();
    }

    /** From now on the values of daemons that were not launched show it. */
    public void markStrangers() {
        codec.markStrangers();
    }

    /** Sets what is called while an element of a map is encoded. */
    public void onEncode(Consumer<@Nullable Object> call) {
        codec.onEncode(call);
    }

    /** Sets what is called while a task is encoded. */
    public void onEncodeTask(Consumer<Object> call) {
        codec.onEncodeTask(call);
    }

    /** Sets what is called when a value or a failure is read. */
    public void onDecode(Runnable call) {
        codec.onDecode(call);
    }

    /** To listen takes until {@link #opens()} or {@link #cannotOpen}. */
    public void holdDoor() {
        door = Sinks.empty();
    }

    /** It listens now. */
    public void opens() {
        Objects.requireNonNull(door).tryEmitEmpty();
    }

    /** It will never listen. */
    public void cannotOpen(Throwable why) {
        Objects.requireNonNull(door).tryEmitError(why);
    }

    /** A close fails after it has ended the daemons. */
    public void failToClose(Throwable why) {
        closeFailure = why;
    }

    /** From now on no launch can even be tried. */
    public void refuseToLaunch(Error error) {
        refusal = error;
    }

    /** Lets a launched daemon dial in. */
    public InMemoryDaemon dialIn(int slot) {
        return dialIn(slot, daemon -> {});
    }

    /** Lets a launched daemon dial in that is prepared before it is sent anything. */
    public InMemoryDaemon dialIn(int slot, Consumer<InMemoryDaemon> preparation) {
        Launch launch = Objects.requireNonNull(launching.remove(slot));
        InMemoryDaemon daemon = new InMemoryDaemon(slot, true, launch.threads(), codec, listener, this);
        preparation.accept(daemon);
        online.add(daemon);
        listener.onLink(daemon);
        return daemon;
    }

    /** A daemon of this host dials in for a slot, without a launch that this knows. */
    public InMemoryDaemon dialInUnasked(int slot) {
        InMemoryDaemon daemon = new InMemoryDaemon(slot, true, 1, codec, listener, this);
        listener.onLink(daemon);
        return daemon;
    }

    /** A daemon that this host has not started dials in, for any slot. */
    public InMemoryDaemon dialInFromElsewhere(int threads) {
        return dialInFromElsewhere(Link.ANY_SLOT, threads);
    }

    /** The same, for one slot. */
    public InMemoryDaemon dialInFromElsewhere(int slot, int threads) {
        InMemoryDaemon daemon = new InMemoryDaemon(slot, false, threads, codec, listener, this);
        online.add(daemon);
        listener.onLink(daemon);
        return daemon;
    }

    /** From now on each secret is taken back while its daemon dials in. */
    public void takeSecretsBack() {
        takesSecretsBack = true;
    }

    /** Lets a launched daemon fail. */
    public void failLaunch(int slot, String message) {
        launching.remove(slot);
        listener.onLaunchFailure(slot, message);
    }

    boolean takesSecretsBack() {
        return takesSecretsBack;
    }

    void tellOfSend(InMemoryDaemon daemon, long task) {
        onSend.onSend(daemon, task);
    }

    void tellOfKill(InMemoryDaemon daemon) {
        onKill.accept(daemon);
    }

    void remove(InMemoryDaemon daemon, boolean died, boolean ledgerUnread) {
        if (online.remove(daemon)) {
            onEnd.onEnd(daemon, died, ledgerUnread);
            if (!died) {
                cutOff.add(daemon);
            }
        }
    }

    // ---- What the dispatcher does ----

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public Mono<Void> listen() {
        return door == null ? Mono.empty() : door.asMono();
    }

    @Override
    public String url() {
        return "memory:";
    }

    @Override
    public List<String> commands(List<Integer> slots, DaemonSpec daemon) {
        return slots.stream().map(slot -> "daemon " + slot).toList();
    }

    @Override
    public void renewSecret(int slot) {
        renewed.add(slot);
    }

    @Override
    public void launch(int slot, int instance, DaemonSpec daemon) {
        if (refusal != null) {
            throw refusal;
        }
        if (launching.put(slot, new Launch(instance, daemon.threads())) != null) {
            throw new IllegalStateException("slot " + slot + " is being launched already");
        }
    }

    /** Ends the daemons and tells so, though nobody may care any more. */
    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            closed = true;
            List<InMemoryDaemon> ending = online();
            online.clear();
            ending.forEach(InMemoryDaemon::die);
            launching().forEach(slot -> failLaunch(slot, "closed meanwhile"));
            cutOff.clear();
            if (closeFailure != null) {
                throw Exceptions.propagate(closeFailure);
            }
        });
    }
}
