package io.mirai.memory;

import io.mirai.spi.Backend;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes one {@link InMemoryFleet} and hands it to the test. Not thread-safe, as all of this package. */
public final class InMemoryBackend implements Backend {

    private @Nullable InMemoryFleet fleet;

    @Override
    public Fleet fleet(FleetSpec spec, FleetListener listener) {
        InMemoryFleet made = new InMemoryFleet(spec, listener);
        fleet = made;
        return made;
    }

    public InMemoryFleet fleet() {
        return Objects.requireNonNull(fleet);
    }
}
