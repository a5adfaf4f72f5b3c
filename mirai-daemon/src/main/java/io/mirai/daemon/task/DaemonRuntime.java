package io.mirai.daemon.task;

import io.mirai.daemon.end.MemoryReserve;
import io.mirai.daemon.output.StandardStreams;
import io.mirai.daemon.session.SessionClassLoader;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.TaskLedger;
import io.mirai.spi.Departure;

/**
 * What the workers of this process share.
 *
 * @param config what the host asks of this daemon
 * @param ledger says which tasks have begun
 * @param queue the tasks
 * @param retirement when this daemon leaves
 * @param streams what user code takes for standard output and input
 * @param reserve what is kept for the case that memory runs out
 * @param cleaner where tasks run, and what is done after them
 */
public record DaemonRuntime(
        DaemonConfig config,
        TaskLedger ledger,
        TaskQueue queue,
        Retirement retirement,
        StandardStreams streams,
        MemoryReserve reserve,
        Cleaner cleaner) {

    /**
     * Makes the codec, which takes its time.
     *
     * @param session where user code is found
     */
    public static DaemonRuntime of(
            DaemonConfig config,
            SessionClassLoader session,
            TaskLedger ledger,
            TaskQueue queue,
            Retirement retirement,
            StandardStreams streams) {
        return new DaemonRuntime(
                config,
                ledger,
                queue,
                retirement,
                streams,
                new MemoryReserve(queue::isEmpty, () -> retirement.announce(Departure.OUT_OF_MEMORY)),
                new Cleaner(config.cleanup(), Session.over(session, config.cleanup()), queue, streams, retirement));
    }

    /** Starts as many as the host asks for. */
    public void startWorkers() {
        for (int number = 0; number < config.threads(); number++) {
            new Worker(this, number).start();
        }
    }

    /** The host has gone, and another may come: it finds nothing that is left of the one before. Waits for the tasks that run. */
    public void onHostGone() {
        streams.onHostGone();
        cleaner.onHostGone();
        streams.onHostGone(); // what threads of those tasks have printed since
    }
}
