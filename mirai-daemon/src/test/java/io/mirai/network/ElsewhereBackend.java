package io.mirai.network;

import io.mirai.launch.RSocketBackend;
import io.mirai.spi.Backend;
import io.mirai.spi.Evaluator;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.KeepAliveSpec;
import io.mirai.spi.Listening;
import io.mirai.spi.TlsSpec;

/**
 * Runs existing tests over TLS: the daemons that a profile launches are started by its lines, as on another machine. A profile
 * that has a url of its own is left as it is. Only a test run with {@code src/test/elsewhere} on its boot class path finds it.
 */
public final class ElsewhereBackend implements Backend {

    private static final Listening OVER_TLS =
            new Listening("tls+tcp://127.0.0.1:0", TlsSpec.THROWN_AWAY, true, KeepAliveSpec.DEFAULT, null);

    private final RSocketBackend real = new RSocketBackend();

    /** For {@link java.util.ServiceLoader}. */
    public ElsewhereBackend() {}

    @Override
    public Fleet fleet(FleetSpec spec, FleetListener listener) {
        if (spec.listening().isOn()) {
            return real.fleet(spec, listener);
        }
        FleetSpec overTls = new FleetSpec(
                spec.profile(), OVER_TLS, spec.daemons(), spec.maxResultBytes(), spec.allowed(), spec.random());
        LaunchesElsewhere launches = new LaunchesElsewhere(listener);
        return new ElsewhereFleet(real.fleet(overTls, launches), launches);
    }

    @Override
    public Evaluator evaluator(FleetSpec spec) {
        return real.evaluator(spec);
    }
}
