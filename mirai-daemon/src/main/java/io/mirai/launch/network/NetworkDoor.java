package io.mirai.launch.network;

import io.mirai.codec.HostCodec;
import io.mirai.launch.remote.RemoteDaemon;
import io.mirai.launch.remote.RemoteDaemons;
import io.mirai.launch.shared.FleetAdmission;
import io.mirai.launch.shared.HostOutput;
import io.mirai.spi.Departure;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.LinkEnd;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the transport asks and tells of daemons that this host has not started on this machine. The dispatcher gives each its slot. Called on event
 * loops.
 */
final class NetworkDoor extends FleetAdmission {

    private final FleetSpec spec;
    private final LinkAddress address;
    private final Identity identity;
    private final FleetListener listener;
    private final HostOutput output;
    private final RemoteDaemons launched;
    private final Map<DaemonLink, RemoteLink> links = new ConcurrentHashMap<>();

    /** Nobody is there yet. */
    NetworkDoor(
            FleetSpec spec,
            LinkAddress address,
            Identity identity,
            FleetListener listener,
            HostCodec codec,
            HostOutput output,
            RemoteDaemons launched) {
        super(spec, codec);
        this.spec = spec;
        this.address = address;
        this.identity = identity;
        this.listener = listener;
        this.output = output;
        this.launched = launched;
    }

    // ---- Who may come in ----

    @Override
    public Token expect(Setup setup) throws RefusedException {
        Token ofLaunch = launched.expected(setup.slot());
        if (ofLaunch != null) {
            return ofLaunch;
        }
        if (!spec.listening().secretPerSlot()) {
            return identity.token();
        }
        Token own = identity.issuedTo(setup.slot());
        if (own == null) {
            throw new RefusedException(Texts.slotHasNoSecret(setup.slot()));
        }
        return own;
    }

    /** {@inheritDoc} A Unix socket is no network. */
    @Override
    public KeepAliveTimes keepAlive(KeepAliveTimes proposed) {
        return address instanceof LinkAddress.Unix
                ? proposed
                : KeepAliveTimes.of(spec.listening().keepAlive());
    }

    // ---- Who has come and gone ----

    @Override
    public void onConnected(DaemonLink connection) {
        RemoteDaemon launch = launched.find(connection.setup().slot());
        RemoteLink link = new RemoteLink(connection, launch);
        Setup setup = connection.setup();
        if (launch != null && !launch.tryConnect(link, setup.pid(), connection.proven())) {
            if (launch.tryMarkSurplus(setup.pid(), connection.proven())) {
                connection.admit(setup.slot(), 1); // else it would dial for ever
                connection.drain();
            } else {
                connection.refuse(Texts.notAwaited(setup.slot()));
            }
            return;
        }
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
        if (link == null) {
            return;
        }
        LinkEnd end = new LinkEnd(false, OptionalInt.empty(), connection.endedBecause(), link.traces());
        RemoteDaemon launch = link.launch();
        if (launch == null) {
            listener.onLinkEnd(link, end);
        } else {
            launch.linkEnded(end);
        }
    }

    /** Tells all that are there to leave for good. */
    void dismissAll() {
        links.keySet().forEach(DaemonLink::dismiss);
    }
}
