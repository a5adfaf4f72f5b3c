package io.mirai.bench;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.bench.jvm.Numbers;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How soon 20 persistent daemons find the next host, which comes when they have been without one for 15 s and dial as seldom as they ever do. */
final class Redial {

    private static final int PASSES = 5;
    private static final int DAEMONS = 20;
    private static final long WITHOUT_MILLIS = 15_000;

    private Redial() {}

    public static void main(String[] args) throws Exception {
        int passes = args.length == 0 ? PASSES : Integer.parseInt(args[0]);
        Path identity = Files.createTempDirectory("redial").resolve("identity");
        Daemons.Builder builder = Daemons.builder()
                .n(DAEMONS)
                .url("tls+tcp://127.0.0.1:" + Ports.free())
                .identity(identity);
        List<PastedDaemon> pasted = new ArrayList<>();
        try {
            Daemons host = builder.start();
            paste(host, pasted);
            seconds(host, System.nanoTime());
            for (int pass = 1; pass <= passes; pass++) {
                host.close();
                TimeUnit.MILLISECONDS.sleep(WITHOUT_MILLIS);
                host = builder.start();
                List<Double> seconds = seconds(host, System.nanoTime());
                Numbers.print(
                        "pass %d  the first after %.1f s, half of them after %.1f s, the last after %.1f s",
                        pass, seconds.get(0), seconds.get(DAEMONS / 2 - 1), seconds.get(DAEMONS - 1));
            }
            host.terminate();
        } finally {
            pasted.forEach(PastedDaemon::close);
        }
    }

    private static void paste(Daemons host, List<PastedDaemon> pasted) throws IOException {
        DaemonOptions persistent = DaemonOptions.none().autoExit(AutoExit.PERSIST);
        for (int i = 0; i < DAEMONS; i++) {
            pasted.add(PastedDaemon.paste(host.launchCommands(1, persistent).get(0)));
        }
    }

    /** After how many seconds there were one daemon, two, and so on. */
    private static List<Double> seconds(Daemons host, long start) throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        while (seconds.size() < DAEMONS) {
            if (host.status().connections() > seconds.size()) {
                seconds.add((System.nanoTime() - start) / 1e9);
            } else {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        return seconds;
    }
}
