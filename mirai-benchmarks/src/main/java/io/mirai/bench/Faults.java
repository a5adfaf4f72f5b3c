package io.mirai.bench;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.Outcome;
import io.mirai.bench.jvm.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How soon it is noticed when something ends: a daemon, a profile, a host; in ms. */
final class Faults {

    private static final int KILLS = 40;
    private static final int CLOSES = 10;
    private static final int HOST_KILLS = 10;

    private Faults() {}

    public static void main(String[] args) throws Exception {
        print("kill -9 of a daemon to the failure of its task", killDaemons());
        print("close with 4 busy daemons", closeBusyDaemons());
        print("kill -9 of a host to the end of its 16 busy daemons", killHosts());
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.println(String.format(
                Locale.ROOT,
                "%s: median %.1f ms, p90 %.1f ms, largest %.1f ms, of %d",
                what,
                millis[millis.length / 2],
                millis[millis.length * 9 / 10],
                millis[millis.length - 1],
                millis.length));
    }

    private static double[] killDaemons() {
        double[] millis = new double[KILLS];
        try (Daemons daemons = Daemons.local(1)) {
            for (int i = 0; i < KILLS; i++) {
                long pid = Objects.requireNonNull(
                        daemons.mirai(() -> ProcessHandle.current().pid()).collect());
                Mirai<Object> busy = busy(daemons);
                ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
                long start = System.nanoTime();
                process.destroyForcibly();
                Outcome<Object> outcome = busy.call().data();
                millis[i] = (System.nanoTime() - start) / 1e6;
                if (!(outcome instanceof Outcome.Failure)) {
                    throw new IllegalStateException("it has a value: " + outcome);
                }
            }
        }
        return millis;
    }

    private static double[] closeBusyDaemons() {
        double[] millis = new double[CLOSES];
        for (int i = 0; i < CLOSES; i++) {
            Daemons daemons = Daemons.local(4);
            IntStream.range(0, 4).forEach(slot -> busy(daemons));
            long start = System.nanoTime();
            daemons.close();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return millis;
    }

    private static double[] killHosts() throws IOException, InterruptedException {
        double[] millis = new double[HOST_KILLS];
        for (int i = 0; i < HOST_KILLS; i++) {
            Process host = Jvm.start(BusyHost.class);
            List<ProcessHandle> daemons = new ArrayList<>();
            try (BufferedReader out = host.inputReader(StandardCharsets.UTF_8)) {
                for (int daemon = 0; daemon < BusyHost.DAEMONS; daemon++) {
                    daemons.add(ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow());
                }
                long start = System.nanoTime();
                host.destroyForcibly();
                while (daemons.stream().anyMatch(ProcessHandle::isAlive)) {
                    TimeUnit.MILLISECONDS.sleep(1); // the JDK's own notice comes late for processes of others
                }
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }

    /** A task that sleeps, once it does. */
    private static Mirai<Object> busy(Daemons daemons) {
        Mirai<Object> sleeping = daemons.mirai(() -> {
            TimeUnit.DAYS.sleep(1);
            return null;
        });
        try {
            TimeUnit.MILLISECONDS.sleep(100); // for the task to begin
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return sleeping;
    }

    /** A host with busy daemons; prints the process of each. */
    static final class BusyHost {

        static final int DAEMONS = 16;

        private BusyHost() {}

        public static void main(String[] args) throws InterruptedException {
            DaemonOptions small = DaemonOptions.none().jvmArgs("-Xmx48m", "-XX:TieredStopAtLevel=1");
            Daemons daemons = Daemons.builder().n(DAEMONS).daemon(small).start();
            IntStream.range(0, DAEMONS).forEach(slot -> busy(daemons));
            ProcessHandle.current().children().forEach(daemon -> System.out.println(daemon.pid()));
            TimeUnit.DAYS.sleep(1);
        }
    }
}
