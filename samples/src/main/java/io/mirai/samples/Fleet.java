package io.mirai.samples;

import io.mirai.DaemonOptions;
import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.MiraiMap;
import io.mirai.Mirais;
import io.mirai.Progress;
import io.mirai.Status;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Counts primes on whatever machines there are: it prints the line that starts a daemon, which may be pasted on any machine with a
 * Java and the runnable jar, as often as one likes and at any time, and shows who is there and what is done.
 */
public final class Fleet {

    private static final int RANGE = 1_000_000;
    private static final int RANGES = 100;

    /** How many primes a range has. It checks itself when it is read, so the profile has to allow it. */
    static final class Primes implements Serializable {

        private static final long serialVersionUID = 1;

        private final int found;

        Primes(int found) {
            this.found = found;
        }

        int found() {
            return found;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (found < 0) {
                throw new InvalidObjectException("there are no " + found + " primes");
            }
        }
    }

    /** Takes the address to listen at; by default the name of this machine and a free port. */
    public static void main(String[] args) {
        String url = args.length == 0 ? Mirais.hostUrl(false, true, 0) : args[0];
        try (Daemons daemons = listen(url)) {
            System.out.println("Paste this line on any machine that has the file, once for each daemon:\n\n"
                    + daemons.launchCommands(1).get(0) + "\n");
            System.out.println(primes(daemons, RANGES, RANGE) + " primes below " + RANGES * RANGE);
        }
    }

    /** Nothing has to be set up: the line has all that a daemon needs to trust this host, and to be trusted. */
    static Daemons listen(String url) {
        return Daemons.builder()
                .url(url)
                .daemon(DaemonOptions.none().threads(2))
                .retry(true) // a machine may be switched off in the middle of its work
                .allow("io.mirai.samples.Fleet$Primes") // results from elsewhere are data, unless they are named
                .start();
    }

    static int primes(Daemons daemons, int ranges, int range) {
        List<Integer> starts =
                IntStream.range(0, ranges).mapToObj(i -> i * range).toList();
        MiraiMap<Primes> counts = daemons.map(starts, start -> new Primes(countFrom(start, range)));
        Disposable shown = shown(daemons, counts.progress()).subscribe(System.out::println);
        try {
            return counts.collect().stream().mapToInt(Primes::found).sum();
        } finally {
            shown.dispose();
        }
    }

    /** A line whenever something has changed, at most twice a second. */
    private static Flux<String> shown(Daemons daemons, Flux<Progress> progress) {
        return Flux.combineLatest(
                        progress, Flux.interval(Duration.ofMillis(500)), (done, tick) -> line(done, daemons.status()))
                .onBackpressureLatest()
                .distinctUntilChanged();
    }

    private static String line(Progress progress, Status status) {
        String present = status.daemons().stream()
                .filter(DaemonStatus::online)
                .map(daemon -> daemon.index() + " (" + daemon.complete() + " done)")
                .collect(Collectors.joining(", "));
        return "%d of %d done, %d run; daemons: %s"
                .formatted(progress.done(), progress.total(), status.executing(), present.isEmpty() ? "none" : present);
    }

    private static int countFrom(int start, int length) {
        return (int)
                IntStream.range(start, start + length).filter(Fleet::isPrime).count();
    }

    private static boolean isPrime(int n) {
        if (n < 4 || n % 2 == 0) {
            return n == 2 || n == 3;
        }
        for (int divisor = 3; divisor <= n / divisor; divisor += 2) {
            if (n % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    private Fleet() {}
}
