package io.mirai.bench;

import io.rsocket.RSocket;
import java.util.Objects;

/** One pass of the floor of {@link Latency}: 64 bytes to a bare worker and back, by {@code block()}. */
final class BareLatency {

    private BareLatency() {}

    public static void main(String[] args) throws Exception {
        try (BareHost host = new BareHost()) {
            RSocket worker = host.start(1).get(0);
            RoundTrips.measure(() -> Objects.requireNonNull(BareHost.ask(worker).block()), 64);
        }
    }
}
