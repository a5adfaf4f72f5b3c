package io.mirai.spi;

import reactor.core.publisher.Mono;

/** Makes fleets of daemons; found by {@link java.util.ServiceLoader}. */
public interface Backend {

    /**
     * Opens the fleet of one profile: its listener and its codec. No daemon is started yet.
     *
     * @param spec what the profile asks for
     * @param listener hears of the daemons; called on threads of the backend, never under a lock
     * @return the fleet once it listens, or the error that kept it from listening
     */
    Mono<Fleet> open(FleetSpec spec, FleetListener listener);
}
