package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiCanceled;
import io.mirai.MiraiReset;
import io.mirai.MiraiTimeout;
import io.mirai.TaskOptions;
import io.mirai.testing.EffectLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A host that has its daemons run tasks of many kinds, stops some of them, and kills daemons at random meanwhile.
 * Each task first leaves its mark in an {@link EffectLedger}; in the end the marks are held against the outcomes.
 *
 * <pre>
 *   outcome                      marks
 *   ──────────────────────────────────
 *   a value                      1, and of a task with retries one more for each time that its daemon was lost
 *   reset, started NO            does not occur: it is queued again
 *   reset, started YES           one for each attempt, or one less: the ledger of starts is written before the task's own code
 *   reset, started UNKNOWN       does not occur: the ledger tells
 *   stopped, too slow            one for each attempt at most
 *   anything else, or none       a failure of the test
 * </pre>
 *
 * <p>No two marks of a task are of the same attempt, and a task without retries has one attempt. Daemons run one to four tasks at
 * once, long ones beside short ones, and some daemons leave after so many tasks.
 *
 * <p>The ledger of starts is on this machine, so what had not begun is queued again, and no task is ever of unknown
 * start: resets without a start do not occur at all, and those with one are as few as the deaths can explain.
 */
final class RandomKills {

    private enum End {
        VALUE,
        NEVER_STARTED,
        STARTED,
        MAY_HAVE_STARTED,
        CANCELED,
        TIMED_OUT
    }

    private enum Kind {
        QUICK,
        SLEEPING,
        LONG,
        SPINNING,
        DEAF,
        HALTING
    }

    private static final int AT_ONCE = 300;
    private static final int DAEMONS = 4;
    private static final int MOST_THREADS = DAEMONS; // one has one, the next has two, and so on
    private static final int GUESTS = 2; // those that leave, at once; more would take the machine
    private static final int LEAVING_AFTER = 2_000;
    private static final int LONG_MILLIS = 5_000;
    private static final int LONG_RUN = 100; // kills, among which every signal is sure to be
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final List<String> SIGNALS = List.of("KILL", "KILL", "SEGV", "TERM", "STOP");

    private final long begin = System.nanoTime();
    private final String ledger;
    private final long seed;
    private final AtomicReferenceArray<End> ends;
    private final Map<End, Integer> counts = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    /** Processes that have returned a value: past their start. */
    private final Queue<Long> atWork = new ConcurrentLinkedQueue<>();

    private final Queue<String> history = new ConcurrentLinkedQueue<>();

    private final Set<String> sentSignals = ConcurrentHashMap.newKeySet();

    private int submitted;
    private int deadly; // tasks that cost a daemon

    RandomKills(Path ledger, long seed, int most) {
        this.ledger = ledger.toString();
        this.seed = seed;
        this.ends = new AtomicReferenceArray<>(most);
    }

    /** Runs tasks until there were so many kills. Returns what became of the tasks, in a line. */
    String run(int kills) throws Exception {
        DaemonOptions small =
                DaemonOptions.none().jvmArgs("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash");
        try (Daemons daemons = Daemons.builder().daemon(small).start()) {
            for (int threads = 2; threads <= MOST_THREADS; threads++) {
                daemons.launchLocal(1, small.threads(threads));
            }
            Runnable joins = () -> {
                if (daemons.status().connections() < DAEMONS + GUESTS) {
                    daemons.launchLocal(1, small.threads(2).maxTasks(LEAVING_AFTER));
                }
            };
            Thread killer = new Thread(() -> kill(kills, joins), "killer");
            killer.start();
            try {
                submitWhile(killer, daemons);
            } catch (IllegalStateException closed) {
                complaints.add("the profile gave up: " + closed.getMessage());
            }
            killer.join();
            if (!room.tryAcquire(AT_ONCE, DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                complaints.add(AT_ONCE - room.availablePermits() + " tasks hang: " + daemons.status());
            }
            if (complaints.isEmpty()) {
                assertAllWell(daemons);
            }
        }
        assertThat(complaints).as("after %s", String.join("; ", history)).isEmpty();
        compare();
        assertEndsAreExplained(kills);
        return String.format(
                Locale.ROOT, "%d kills, %d tasks, seed %d: %s", kills, submitted, seed, new TreeMap<>(counts));
    }

    // ---- Tasks ----

    private void submitWhile(Thread killer, Daemons daemons) throws InterruptedException {
        Random random = new Random(seed);
        List<Mirai<Long>> recent = new ArrayList<>();
        while (killer.isAlive() && submitted < ends.length() && complaints.isEmpty()) {
            if (!room.tryAcquire(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                complaints.add("no task ended for " + DEADLINE + ": " + daemons.status());
                return;
            }
            int number = submitted++;
            Mirai<Long> mirai = submit(daemons, number, random);
            mirai.subscribe(pid -> end(number, pid), error -> end(number, error));
            recent.add(mirai);
            if (random.nextInt(100) < 3) {
                recent.remove(random.nextInt(recent.size())).stop();
            }
            if (recent.size() > AT_ONCE) {
                recent.remove(0);
            }
        }
    }

    private Mirai<Long> submit(Daemons daemons, int number, Random random) {
        Kind kind = kind(random.nextInt(10_000));
        if (kind == Kind.HALTING || kind == Kind.DEAF) {
            deadly++;
        }
        int millis = kind == Kind.DEAF ? 4_000 : kind == Kind.LONG ? LONG_MILLIS : random.nextInt(10);
        TaskOptions options = TaskOptions.none().retry(retries(number));
        if (kind == Kind.DEAF || random.nextInt(100) < 2) {
            options = options.timeout(Duration.ofMillis(1 + random.nextInt(50)));
        }
        String file = ledger;
        return daemons.mirai(
                () -> {
                    EffectLedger.append(file, number, DaemonContext.current().attempt());
                    run(kind, millis);
                    return ProcessHandle.current().pid();
                },
                options);
    }

    private static int retries(int number) {
        return number % 5 == 0 ? 1 + number % 2 : 0;
    }

    private static Kind kind(int of10000) {
        if (of10000 < 2) {
            return Kind.HALTING;
        }
        if (of10000 < 3) {
            return Kind.DEAF;
        }
        if (of10000 < 7) {
            return Kind.LONG;
        }
        if (of10000 < 150) {
            return Kind.SPINNING;
        }
        return of10000 < 500 ? Kind.SLEEPING : Kind.QUICK;
    }

    /** On a daemon. */
    private static void run(Kind kind, int millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        switch (kind) {
            case QUICK -> {}
            case SLEEPING, LONG -> Thread.sleep(millis);
            case SPINNING, DEAF -> {
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
            }
            case HALTING -> Runtime.getRuntime().halt(1);
        }
    }

    // ---- Ends ----

    private void end(int number, Long pid) {
        end(number, End.VALUE);
        if (!atWork.contains(pid)) {
            atWork.add(pid);
        }
    }

    private void end(int number, Throwable error) {
        if (error instanceof MiraiCanceled) {
            end(number, End.CANCELED);
        } else if (error instanceof MiraiTimeout) {
            end(number, End.TIMED_OUT);
        } else if (error instanceof MiraiReset reset && reset.reason() == MiraiReset.Reason.DAEMON_DIED) {
            if (reset.attempts() != retries(number) + 1) {
                complaints.add("task " + number + " ended at attempt " + reset.attempts());
            }
            end(
                    number,
                    switch (reset.started()) {
                        case NO -> End.NEVER_STARTED;
                        case YES -> End.STARTED;
                        case UNKNOWN -> End.MAY_HAVE_STARTED;
                    });
        } else {
            if (complaints.isEmpty()) { // the first tells enough
                complaints.add("task " + number + " ended by " + error);
            }
            room.release();
        }
    }

    private void end(int number, End end) {
        if (!ends.compareAndSet(number, null, end)) {
            complaints.add("task " + number + " ended twice: " + ends.get(number) + " and " + end);
            return;
        }
        counts.merge(end, 1, Integer::sum);
        room.release();
    }

    // ---- Kills ----

    private void kill(int kills, Runnable joins) {
        Random random = new Random(~seed);
        try {
            for (int done = 0; done < kills && complaints.isEmpty(); done++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
                boolean any = random.nextInt(10) == 0;
                if (random.nextInt(5) == 0) {
                    joins.run();
                }
                // Mostly one that has done something: five early deaths in a row are the end of a profile.
                ProcessHandle victim =
                        await().atMost(DEADLINE).until(() -> victim(any, random), found -> found != null);
                String signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
                note(signal + " to " + (atWork.contains(victim.pid()) ? "" : "new ") + victim.pid());
                signal(signal, victim);
                sentSignals.add(signal);
                if (signal.equals("STOP")) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                    victim.destroyForcibly();
                }
            }
        } catch (Throwable e) {
            complaints.add("the killer failed: " + e);
        }
    }

    private void note(String kill) {
        history.add(kill + " after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");
        if (history.size() > 30) {
            history.remove();
        }
    }

    private ProcessHandle victim(boolean any, Random random) {
        List<ProcessHandle> living = ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> any ? isJava(child) : atWork.contains(child.pid()))
                .toList();
        return living.isEmpty() ? null : living.get(random.nextInt(living.size()));
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("java")).isPresent();
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor(); // whether it still lived is of no matter
    }

    // ---- The end ----

    private void assertAllWell(Daemons daemons) {
        await().atMost(DEADLINE).untilAsserted(() -> {
            assertThat(daemons.status().daemons().subList(0, DAEMONS)).allMatch(DaemonStatus::online);
            assertThat(daemons.status().executing()).isZero();
            assertThat(daemons.status().queued()).isZero();
        });
        for (int i = 0; i < 100; i++) {
            assertThat(daemons.mirai(() -> 42).collect()).isEqualTo(42);
        }
    }

    private void compare() throws Exception {
        Map<Integer, List<Integer>> marks = EffectLedger.attempts(Path.of(ledger));
        for (int number = 0; number < submitted; number++) {
            List<Integer> attempts = marks.getOrDefault(number, List.of());
            End end = Objects.requireNonNull(ends.get(number), "an end, after all came");
            int most = retries(number) + 1;
            boolean right =
                    switch (end) {
                        case VALUE -> !attempts.isEmpty();
                        case NEVER_STARTED -> attempts.isEmpty();
                        case STARTED, MAY_HAVE_STARTED, CANCELED, TIMED_OUT -> true;
                    };
            boolean once = Set.copyOf(attempts).size() == attempts.size();
            if (!right || !once || attempts.stream().anyMatch(attempt -> attempt > most)) {
                complaints.add("task " + number + " ended as " + end + " with marks of the attempts " + attempts);
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(marks.keySet()).allMatch(number -> number < submitted);
    }

    private void assertEndsAreExplained(int kills) {
        assertThat(counts).doesNotContainKeys(End.NEVER_STARTED, End.MAY_HAVE_STARTED);
        // A daemon has one task for each of its threads, and none sent ahead.
        assertThat(counts.getOrDefault(End.STARTED, 0))
                .as("tasks that died with their daemon, by %d kills and %d tasks", kills, deadly)
                .isLessThanOrEqualTo(MOST_THREADS * (kills + deadly));
        assertThat(counts.getOrDefault(End.VALUE, 0))
                .as("values, in %s", counts)
                .isGreaterThan(submitted / 10 * 9);
        if (kills >= LONG_RUN) {
            assertThat(sentSignals).containsExactlyInAnyOrderElementsOf(Set.copyOf(SIGNALS));
        }
    }
}
