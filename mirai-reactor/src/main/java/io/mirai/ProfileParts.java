package io.mirai;

import io.mirai.dispatch.Dispatcher;
import io.mirai.spi.Codec;
import reactor.core.scheduler.Scheduler;

/**
 * What a task needs of its profile.
 *
 * @param dispatcher sends it
 * @param codecPool where user code may run that makes bodies, and reads them
 * @param plainValues reads small values on that pool
 * @param publisher where its outcome is published
 */
record ProfileParts(Dispatcher dispatcher, Scheduler codecPool, PlainValues plainValues, OutcomePublisher publisher) {

    ProfileParts(Dispatcher dispatcher, Scheduler codecPool, OutcomePublisher publisher) {
        this(dispatcher, codecPool, new PlainValues(codecPool), publisher);
    }

    /** Carries it over. */
    Codec codec() {
        return dispatcher.fleet().codec();
    }
}
