package io.mirai.bench;

import io.mirai.Daemons;

/** One pass of our side of {@link Latency}: a task to the one daemon and its value back. */
final class MiraiLatency {

    private MiraiLatency() {}

    public static void main(String[] args) {
        int x = 41;
        try (Daemons daemons = Daemons.local(1)) {
            RoundTrips.measure(() -> daemons.mirai(() -> x + 1).collect(), 42);
        }
    }
}
