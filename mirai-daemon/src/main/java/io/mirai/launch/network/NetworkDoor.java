package io.mirai.launch.network;

import io.mirai.codec.HostCodec;
import io.mirai.daemon.shared.Nesting;
import io.mirai.launch.output.HostOutput;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Departure;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.KeepAliveSpec;
import io.mirai.spi.LinkEnd;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the transport asks and tells of daemons that this host has not started. The dispatcher gives each its slot. Called on event
 * loops, but for the code: that is read on threads of the transport's own.
 */
final class NetworkDoor implements Admission, ClassSource {

    private final FleetSpec spec;
    private final LinkAddress address;
    private final Identity identity;
    private final FleetListener listener;
    private final HostCodec codec;
    private final HostOutput output;
    private final Map<DaemonLink, RemoteLink> links = new ConcurrentHashMap<>();

    /** Nobody is there yet. */
    NetworkDoor(
            FleetSpec spec,
            LinkAddress address,
            Identity identity,
            FleetListener listener,
            HostCodec codec,
            HostOutput output) {
        this.spec = spec;
        this.address = address;
        this.identity = identity;
        this.listener = listener;
        this.codec = codec;
        this.output = output;
    }

    // ---- Who may come in ----

    @Override
    public Token expect(Setup setup) throws RefusedException {
        if (!spec.listening().secretPerSlot()) {
            return identity.token();
        }
        Token own = identity.issuedTo(setup.slot());
        if (own == null) {
            throw new RefusedException(Texts.slotHasNoSecret(setup.slot()));
        }
        return own;
    }

    @Override
    public Mrg32k3a random() {
        return spec.random();
    }

    @Override
    public long maxResultBytes() {
        return spec.maxResultBytes();
    }

    /** {@inheritDoc} A Unix socket is no network. */
    @Override
    public KeepAliveTimes keepAlive(KeepAliveTimes proposed) {
        KeepAliveSpec wanted = spec.listening().keepAlive();
        return address instanceof LinkAddress.Unix
                ? proposed
                : new KeepAliveTimes((int) wanted.interval().toMillis(), (int)
                        wanted.lifetime().toMillis());
    }

    @Override
    public int level() {
        return Nesting.level();
    }

    @Override
    public BodyGathering gathering() {
        return codec.gathering();
    }

    // ---- Who has come and gone ----

    @Override
    public void onConnected(DaemonLink connection) {
        RemoteLink link = new RemoteLink(connection);
        links.put(connection, link);
        listener.onLink(link);
    }

    @Override
    public void onDraining(DaemonLink connection, Departure reason) {
        RemoteLink link = links.get(connection);
        if (link != null) {
            listener.onDraining(link, reason);
        }
    }

    @Override
    public void onOutput(DaemonLink connection, long taskId, boolean error, String line) {
        RemoteLink link = links.get(connection);
        if (link == null) {
            connection.outputTaken();
            return;
        }
        link.markBegun(taskId);
        output.print(link.slot(), error, HostCodec.safeLine(line), connection::outputTaken);
    }

    @Override
    public void onClosed(DaemonLink connection) {
        RemoteLink link = links.remove(connection);
        if (link != null) {
            listener.onLinkEnd(link, new LinkEnd(false, OptionalInt.empty(), connection.endedBecause(), link.starts()));
        }
    }

    /** Tells all that are there to leave for good. */
    void dismissAll() {
        links.keySet().forEach(DaemonLink::dismiss);
    }

    // ---- Code that daemons lack ----

    @Override
    public byte @Nullable [] classFile(String name) throws IOException {
        return codec.classFile(name);
    }

    @Override
    public byte @Nullable [] lastingClassFile(String name) throws IOException {
        return codec.lastingClassFile(name);
    }

    @Override
    public byte @Nullable [] services(String name) throws IOException {
        return codec.services(name);
    }

    /** {@inheritDoc} They may hold what is not for everybody on the way. */
    @Override
    public byte @Nullable [] resources(String name) throws IOException {
        return address.isEncrypted() || address.isLoopback() ? codec.resourcesForStrangers(name) : null;
    }
}
