package io.mirai;

import io.mirai.dispatch.Dispatcher;
import io.mirai.spi.Codec;
import reactor.core.scheduler.Scheduler;

/**
 * What a task needs of its profile.
 *
 * @param dispatcher sends it
 * @param codecPool where user code may run that makes bodies, and reads them
 * @param publisher where its outcome is published
 */
record ProfileParts(Dispatcher dispatcher, Scheduler codecPool, OutcomePublisher publisher) {

    /** Carries it over. */
    Codec codec() {
        return dispatcher.fleet().codec();
    }
}
