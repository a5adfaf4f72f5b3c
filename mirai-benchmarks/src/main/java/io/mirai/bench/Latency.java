package io.mirai.bench;

/** A sequential no-op task on one daemon beside the same round trip over bare rsocket-java. */
final class Latency {

    private Latency() {}

    /** Takes the number of passes, 20 unless given. */
    public static void main(String[] args) throws Exception {
        Pairs.run(args.length > 0 ? Integer.parseInt(args[0]) : 20, BareLatency.class, MiraiLatency.class, "µs");
    }
}
