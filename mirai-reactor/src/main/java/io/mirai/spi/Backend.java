package io.mirai.spi;

/** Makes fleets of daemons; found by {@link java.util.ServiceLoader}. */
public interface Backend {

    /**
     * Makes the fleet of one profile. Nothing is opened or started yet, so this neither blocks nor fails.
     *
     * @param spec what the profile asks for
     * @param listener hears of the daemons; called on threads of the backend, never under a lock
     */
    Fleet fleet(FleetSpec spec, FleetListener listener);
}
