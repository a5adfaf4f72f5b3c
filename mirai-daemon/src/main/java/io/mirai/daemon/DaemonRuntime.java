package io.mirai.daemon;

import io.mirai.codec.DaemonCodec;
import io.mirai.spi.Departure;
import java.util.function.Consumer;

/**
 * What the workers of this process share.
 *
 * @param config what the host asks of this daemon
 * @param session where user code is found
 * @param ledger says which tasks have begun
 * @param queue the tasks
 * @param departure tells the host that this daemon leaves
 * @param retirement when this daemon leaves of its own accord
 * @param streams what user code takes for standard output and input
 * @param exhaustion what is done when memory has run out
 * @param codec reads tasks and writes results
 */
record DaemonRuntime(
        DaemonConfig config,
        SessionClassLoader session,
        StartLedger ledger,
        TaskQueue queue,
        Consumer<Departure> departure,
        Retirement retirement,
        StandardStreams streams,
        Exhaustion exhaustion,
        DaemonCodec codec) {

    /** Makes the codec, which takes its time. */
    static DaemonRuntime of(
            DaemonConfig config,
            SessionClassLoader session,
            StartLedger ledger,
            TaskQueue queue,
            Consumer<Departure> departure,
            Retirement retirement,
            StandardStreams streams) {
        return new DaemonRuntime(
                config,
                session,
                ledger,
                queue,
                departure,
                retirement,
                streams,
                new Exhaustion(queue, departure),
                new DaemonCodec(session, config.maxResultBytes()));
    }

    void startWorkers() {
        for (int number = 0; number < config.threads(); number++) {
            new Worker(this, number).start();
        }
    }
}
