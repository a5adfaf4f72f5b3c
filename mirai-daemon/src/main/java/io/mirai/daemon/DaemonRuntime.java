package io.mirai.daemon;

/**
 * What the workers of this process share.
 *
 * @param config what the host asks of this daemon
 * @param ledger says which tasks have begun
 * @param queue the tasks
 * @param retirement when this daemon leaves
 * @param streams what user code takes for standard output and input
 * @param exhaustion what is done when memory has run out
 * @param cleaner where tasks run, and what is done after them
 */
record DaemonRuntime(
        DaemonConfig config,
        StartLedger ledger,
        TaskQueue queue,
        Retirement retirement,
        StandardStreams streams,
        Exhaustion exhaustion,
        Cleaner cleaner) {

    /**
     * Makes the codec, which takes its time.
     *
     * @param session where user code is found
     */
    static DaemonRuntime of(
            DaemonConfig config,
            SessionClassLoader session,
            StartLedger ledger,
            TaskQueue queue,
            Retirement retirement,
            StandardStreams streams) {
        return new DaemonRuntime(
                config,
                ledger,
                queue,
                retirement,
                streams,
                new Exhaustion(queue, retirement),
                new Cleaner(config, Session.over(session, config), queue, streams, retirement));
    }

    void startWorkers() {
        for (int number = 0; number < config.threads(); number++) {
            new Worker(this, number).start();
        }
    }
}
