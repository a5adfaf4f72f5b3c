package io.mirai.bench;

import reactor.core.publisher.Flux;

/** One pass of the floor of {@link ColdStart}: two bare workers until both have answered. */
final class BareColdStart {

    private BareColdStart() {}

    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        try (BareHost host = new BareHost()) {
            Flux.fromIterable(host.start(2)).flatMap(BareHost::ask).blockLast();
            System.out.println((System.nanoTime() - start) / 1e6);
        }
    }
}
