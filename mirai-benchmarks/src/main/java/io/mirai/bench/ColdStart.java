package io.mirai.bench;

/** Two daemons from nothing to a value of each, beside two bare rsocket-java JVMs with the same flags. */
final class ColdStart {

    private ColdStart() {}

    /** Takes the number of passes, 10 unless given. */
    public static void main(String[] args) throws Exception {
        Pairs.run(args.length > 0 ? Integer.parseInt(args[0]) : 10, BareColdStart.class, MiraiColdStart.class, "ms");
    }
}
