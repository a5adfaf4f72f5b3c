package io.mirai.launch;

import io.mirai.codec.HostCodec;
import io.mirai.launch.shared.FleetAdmission;
import io.mirai.launch.shared.HostOutput;
import io.mirai.spi.Departure;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the transport asks and tells of the daemons of this machine: who may come in, who has come and gone. Called on event loops.
 */
final class FleetDoor extends FleetAdmission {

    private final FleetListener listener;
    private final LaunchedDaemons daemons;
    private final HostOutput output;
    private final Executor fleet;
    private final BooleanSupplier closing;

    /**
     * Admits nobody yet.
     *
     * @param fleet the fleet's thread, which ends processes
     * @param closing whether the fleet is closing, and itself ends all of its daemons
     */
    FleetDoor(
            FleetSpec spec,
            FleetListener listener,
            HostCodec codec,
            LaunchedDaemons daemons,
            HostOutput output,
            Executor fleet,
            BooleanSupplier closing) {
        super(spec, codec);
        this.listener = listener;
        this.daemons = daemons;
        this.output = output;
        this.fleet = fleet;
        this.closing = closing;
    }

    // ---- Who may come in ----

    @Override
    public Token expect(Setup setup) throws RefusedException {
        LocalDaemon daemon = daemons.find(LaunchedDaemons.Id.of(setup));
        if (daemon == null || !daemon.isAwaited() || closing.getAsBoolean()) {
            throw new RefusedException(notAwaited(setup));
        }
        return daemon.token();
    }

    private static String notAwaited(Setup setup) {
        return Texts.notAwaited(setup.slot(), setup.instance());
    }

    @Override
    public boolean mayStandStill(Setup setup) {
        LocalDaemon daemon = daemons.find(LaunchedDaemons.Id.of(setup));
        return daemon != null && daemon.mayStandStill();
    }

    // ---- Who has come and gone ----

    @Override
    public void onConnected(DaemonLink connection) {
        LocalDaemon daemon = daemonOver(connection);
        if (daemon == null) {
            connection.refuse(notAwaited(connection.setup()));
            return;
        }
        int capacity = Math.min(connection.setup().capacity(), daemon.threads());
        LocalLink link = new LocalLink(connection, capacity, () -> fleet.execute(daemon::kill));
        if (daemon.tryConnect(link)) {
            listener.onLink(link);
        } else {
            connection.refuse(notAwaited(connection.setup()));
        }
    }

    @Override
    public void onDraining(DaemonLink connection, Departure reason) {
        LocalDaemon daemon = daemonOver(connection);
        LocalLink link = daemon == null ? null : daemon.linkOver(connection);
        if (daemon != null && link != null) {
            daemon.letLeave();
            listener.onDraining(link, reason);
        }
    }

    @Override
    public void onOutput(DaemonLink connection, long taskId, boolean error, String line) {
        output.print(connection.setup().slot(), error, line, connection::outputTaken);
    }

    @Override
    public void onClosed(DaemonLink connection) {
        LocalDaemon daemon = daemonOver(connection);
        // A fleet that closes ends them together, by one look at the processes.
        if (daemon != null && daemon.linkOver(connection) != null && !closing.getAsBoolean()) {
            daemon.whenToEnd(() -> fleet.execute(daemon::end));
        }
    }

    private @Nullable LocalDaemon daemonOver(DaemonLink connection) {
        return daemons.find(LaunchedDaemons.Id.of(connection.setup()));
    }
}
