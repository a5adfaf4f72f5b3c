package io.mirai.bench;

import io.mirai.bench.memory.MemoryProfile;
import io.mirai.dispatch.TaskLimits;
import io.mirai.dispatch.TaskObserver;
import io.mirai.promise.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the dispatcher's loop takes for a crowd: of slots, of queued tasks, of time limits that end at once. */
final class Crowd {

    private static final int SLOTS = 4_096;
    private static final int QUEUED = 1_000_000;
    private static final int TIME_LIMITS = 100_000;
    private static final Duration ALL_END_AFTER = Duration.ofSeconds(10);
    private static final long PROBE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Crowd() {}

    public static void main(String[] args) throws Exception {
        int passes = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        for (int pass = 0; pass < passes; pass++) {
            close();
            timeLimits();
        }
    }

    /** From the close of a profile whose daemons never answer until all is resolved and ended. */
    private static void close() throws InterruptedException {
        MemoryProfile profile = MemoryProfile.silent(SLOTS);
        List<Promise<Integer>> tasks = new ArrayList<>(SLOTS + QUEUED);
        for (int i = 0; i < SLOTS + QUEUED; i++) {
            tasks.add(profile.submit(i));
        }
        CountDownLatch ended = new CountDownLatch(1);
        long start = System.nanoTime();
        profile.dispatcher().ended().subscribe(nothing -> {}, error -> {}, ended::countDown);
        profile.dispatcher().close();
        ended.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        long unresolved = tasks.stream().filter(Promise::unresolved).count();
        print("close with %,d slots and %,d queued tasks: %.2f s, %d unresolved", SLOTS, QUEUED, seconds, unresolved);
    }

    /** The longest that an event waits while the time of many tasks is over at once. */
    private static void timeLimits() throws InterruptedException {
        MemoryProfile profile = MemoryProfile.silent(1);
        long end = System.nanoTime() + ALL_END_AFTER.toNanos();
        List<Promise<Integer>> tasks = new ArrayList<>(TIME_LIMITS);
        for (int i = 0; i < TIME_LIMITS; i++) {
            Duration limit = Duration.ofNanos(end - System.nanoTime());
            tasks.add(profile.submit(i, new TaskLimits(limit, null, 0), TaskObserver.NONE));
        }
        if (System.nanoTime() >= end) {
            throw new IllegalStateException("the time limits were over before all were set");
        }
        long longest = 0;
        long probes = 0;
        int resolved = 0;
        while (resolved < TIME_LIMITS) {
            while (resolved < TIME_LIMITS && !tasks.get(resolved).unresolved()) {
                resolved++;
            }
            longest = Math.max(longest, probe(profile));
            probes++;
            TimeUnit.NANOSECONDS.sleep(PROBE_EVERY_NANOS);
        }
        profile.dispatcher().close();
        print(
                "%,d time limits at once: the longest wait of an event %.1f ms, of %d",
                TIME_LIMITS, longest / 1e6, probes);
    }

    private static void print(String line, Object... figures) {
        System.out.println(String.format(Locale.ROOT, line, figures));
    }

    /** From the stop of a queued task until the loop drops it. */
    private static long probe(MemoryProfile profile) throws InterruptedException {
        CountDownLatch dropped = new CountDownLatch(1);
        AtomicLong end = new AtomicLong();
        Promise<Integer> task = profile.submit(0, TaskLimits.NONE, new TaskObserver() {
            @Override
            public void onEnded() {
                end.set(System.nanoTime());
                dropped.countDown();
            }
        });
        long start = System.nanoTime();
        task.stop();
        dropped.await();
        return end.get() - start;
    }
}
