package io.mirai.launch.rehearsal;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Listening;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskMessage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A fleet of one daemon, which is sent the {@link RehearsedTasks} and ends at the last one. It is as other daemons are: it goes
 * with its host, and with a close.
 *
 * <pre>
 *   listen ──► launch ──► a task ──reply──► the next … ──► the last ──► its process has ended: true
 *      │           └──► failed, died, closed: false
 *      └──► cannot: an error
 * </pre>
 */
public final class Rehearsal implements FleetListener {

    /** Makes fleets. */
    public interface Stage {

        Fleet fleet(FleetSpec spec, FleetListener listener) throws IOException;
    }

    private static final FleetSpec SPEC = new FleetSpec(
            "rehearsal", Listening.NONE, 1, Body.MAX_BYTES, new ResultClasses(Set.of(), Set.of()), Mrg32k3a.ofSeed(1));

    private final DaemonSpec daemon;
    private final Fleet fleet;
    private final Sinks.One<Boolean> ended = Sinks.one();
    private volatile Iterator<RehearsedTasks.Encoded> tasks =
            List.<RehearsedTasks.Encoded>of().iterator();

    /**
     * Starts nothing yet.
     *
     * @param stage where it takes place
     * @param daemon what its JVM writes at its end is among its options
     */
    public Rehearsal(Stage stage, DaemonSpec daemon) throws IOException {
        this.daemon = daemon;
        this.fleet = stage.fleet(SPEC, this);
    }

    /** Begins; completes when its daemon has ended, with whether it had come to its last task. Fails where none can be launched. */
    public Mono<Boolean> begin() {
        return fleet.listen().then(Mono.fromRunnable(this::launch)).then(ended.asMono());
    }

    private void launch() {
        tasks = RehearsedTasks.encode(fleet.codec()).iterator();
        fleet.launch(0, 1, daemon);
    }

    /** Ends it now. */
    public Mono<Void> close() {
        return fleet.close();
    }

    @Override
    public void onLink(Link link) {
        link.admit(0, 1);
        sendNext(link, 1);
    }

    private void sendNext(Link link, long number) {
        RehearsedTasks.Encoded next = tasks.next();
        TaskMessage task = new TaskMessage(number, number, 0, 1, number, "", next.work(), next.body());
        link.send(task, reply -> sendNext(link, number + 1)); // to the last one there is none
    }

    @Override
    public void onDraining(Link link, Departure reason) {}

    @Override
    public void onLinkEnd(Link link, LinkEnd end) {
        ended.tryEmitValue(end.exitStatus().orElse(-1) == 0 && !tasks.hasNext());
    }

    @Override
    public void onLaunchFailure(int slot, String message) {
        ended.tryEmitValue(false);
    }
}
