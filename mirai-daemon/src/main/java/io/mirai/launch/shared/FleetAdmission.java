package io.mirai.launch.shared;

import io.mirai.codec.HostCodec;
import io.mirai.daemon.shared.Nesting;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.FleetSpec;
import io.mirai.transport.host.Admission;

/** Says what holds for all daemons of a fleet alike. */
public abstract class FleetAdmission implements Admission {

    private final FleetSpec spec;
    private final HostCodec codec;

    protected FleetAdmission(FleetSpec spec, HostCodec codec) {
        this.spec = spec;
        this.codec = codec;
    }

    @Override
    public final Mrg32k3a random() {
        return spec.random();
    }

    @Override
    public final long maxResultBytes() {
        return spec.maxResultBytes();
    }

    @Override
    public final int level() {
        return Nesting.level();
    }

    @Override
    public final BodyGathering gathering() {
        return codec.gathering();
    }
}
