package io.mirai.memory;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Backend;
import io.mirai.spi.Body;
import io.mirai.spi.Evaluator;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.Listening;
import io.mirai.spi.ResultClasses;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one {@link InMemoryFleet} and hands it to the test. Not thread-safe, as all of this package. */
public final class InMemoryBackend implements Backend {

    /** An element that cannot be carried. */
    public static final String NOT_SERIALIZABLE = "not serializable";

    private @Nullable InMemoryFleet fleet;

    /** A profile of this many daemons and nothing else that matters here. */
    public static FleetSpec spec(String profile, int daemons) {
        return new FleetSpec(
                profile,
                Listening.NONE,
                daemons,
                Body.MAX_BYTES,
                new ResultClasses(Set.of(), Set.of()),
                Mrg32k3a.ofSeed(1));
    }

    /** A profile that listens, and launches nothing by itself. */
    public static FleetSpec listening(String profile) {
        return listening(profile, 0);
    }

    /** The same, with so many slots at first. */
    public static FleetSpec listening(String profile, int daemons) {
        return new FleetSpec(
                profile,
                Listening.at("memory:"),
                daemons,
                Body.MAX_BYTES,
                new ResultClasses(Set.of(), Set.of()),
                Mrg32k3a.ofSeed(1));
    }

    @Override
    public Fleet fleet(FleetSpec spec, FleetListener listener) {
        InMemoryFleet made = new InMemoryFleet(listener);
        fleet = made;
        return made;
    }

    public InMemoryFleet fleet() {
        return Objects.requireNonNull(fleet);
    }

    @Override
    public Evaluator evaluator(FleetSpec spec) {
        throw new AssertionError("tasks do not run in memory");
    }
}
