package io.mirai.network;

import io.mirai.launch.RSocketBackend;
import io.mirai.spi.Backend;
import io.mirai.spi.Evaluator;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;

/**
 * Starts the daemons of a profile as somebody does on another machine: they dial in by TLS, have nothing of their host, and their
 * results are a stranger's. So tests that know nothing of networks run across one.
 */
public final class OverTlsBackend implements Backend {

    private final Backend real = new RSocketBackend();

    /** For {@link java.util.ServiceLoader}. */
    public OverTlsBackend() {}

    @Override
    public Fleet fleet(FleetSpec spec, FleetListener listener) {
        return spec.listening().isOn() ? real.fleet(spec, listener) : new OverTlsFleet(real, spec, listener);
    }

    @Override
    public Evaluator evaluator(FleetSpec spec) {
        return real.evaluator(spec);
    }
}
