package io.mirai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The loop survives any throwable, and whoever waits for an event that failed is not forgotten. */
class EventLoopTest {

    private static final List<Throwable> FAULTS =
            List.of(new OutOfMemoryError("injected"), new StackOverflowError("injected"), new IllegalStateException());

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> ran = new ArrayList<>();
    private final EventLoop loop = new EventLoop("test", time);

    @Test
    void post_ofAnEventThatFails_runsItOnceMoreAndThenTheNext() {
        for (Throwable fault : FAULTS) {
            ran.clear();
            FaultyLoop faulty = new FaultyLoop("test", time, System::nanoTime, () -> ran.isEmpty() ? fault : null);
            faulty.post(() -> ran.add("first"));
            faulty.post(() -> ran.add("second"));
            assertThat(ran).containsExactly("first", "second");
        }
    }

    @Test
    void post_withAnotherWay_takesItAndRunsTheEventNoMore() {
        loop.post(
                () -> {
                    ran.add("half of it");
                    throw new OutOfMemoryError("injected");
                },
                failure -> ran.add("after " + failure.getMessage()));
        loop.post(() -> ran.add("next"));
        assertThat(ran).containsExactly("half of it", "after injected", "next");
    }

    @Test
    void post_ofAnEventThatAlwaysFails_costsThatOneAlone() {
        for (Throwable fault : FAULTS) {
            loop.post(() -> {
                ran.add("tried");
                throw FaultyLoop.<RuntimeException>unchecked(fault);
            });
        }
        time.advanceTimeBy(Duration.ZERO); // where the stack was at its end the timer's thread goes on
        loop.post(() -> ran.add("next"));
        assertThat(ran).containsExactly("tried", "tried", "tried", "tried", "tried", "tried", "next");
    }

    @Test
    void post_atTheEndOfTheStack_leavesTheRestToOthers() {
        int[] counts = new int[2];
        postUntilTheStackEnds(counts);
        loop.post(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
        assertThat(counts[1])
                .as("events that ran, of those whose post returned")
                .isGreaterThanOrEqualTo(counts[0]);
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private void postUntilTheStackEnds(int[] counts) {
        try {
            loop.post(() -> counts[1]++);
            counts[0]++;
            postUntilTheStackEnds(counts);
        } catch (StackOverflowError e) {
            // As a user's recursion ends that submits tasks.
        }
    }

    // ---- What a caller does for others ----

    @Test
    void post_whileEventsPourIn_handlesOneTurnAndLeavesTheRestToTheLoopsOwnThread() throws InterruptedException {
        Scheduler own = Schedulers.newSingle("own", true);
        EventLoop busy = new EventLoop("test", own);
        Thread caller = Thread.currentThread();
        AtomicInteger byCaller = new AtomicInteger();
        AtomicInteger byOthers = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(10_000);
        Runnable event = new Runnable() {
            @Override
            public void run() {
                (Thread.currentThread() == caller ? byCaller : byOthers).incrementAndGet();
                all.countDown();
                if (all.getCount() > 0) {
                    busy.post(this); // however fast they are handled, there is another
                }
            }
        };
        busy.post(event);
        all.await();
        own.dispose();
        assertThat(byCaller).hasValue(EventLoop.TURN);
        assertThat(byOthers).hasValueGreaterThanOrEqualTo(10_000 - EventLoop.TURN);
    }

    @Test
    void post_whoseLoopHasNoThreadOfItsOwnAnyMore_goesOnElsewhere() throws InterruptedException {
        Scheduler own = Schedulers.newSingle("own", true);
        own.dispose();
        EventLoop busy = new EventLoop("test", own);
        CountDownLatch all = new CountDownLatch(1_000);
        busy.post(() -> {
            for (int i = 0; i < 1_000; i++) {
                busy.post(all::countDown);
            }
        });
        all.await();
    }

    @Test
    void doInBatches_letsOtherEventsComeBetween() {
        int[] pieces = {0};
        int[] seen = {0};
        loop.post(() -> {
            loop.doInBatches(() -> ++pieces[0] < 10_000);
            loop.post(() -> seen[0] = pieces[0]);
        });
        assertThat(seen[0]).isEqualTo(2 * EventLoop.BATCH);
        assertThat(pieces[0]).isEqualTo(10_000);
    }

    // ---- Time ----

    private final EventLoop timed = new EventLoop("test", time, () -> time.now(TimeUnit.NANOSECONDS));

    @Test
    void after_runsInOrderOfTimeAndOfOneTimeInOrderOfTheCall() {
        timed.post(() -> {
            timed.after(Duration.ofMillis(2), () -> ran.add("third"));
            timed.after(Duration.ofMillis(1), () -> ran.add("first"));
            timed.after(Duration.ofMillis(1), () -> ran.add("second"));
        });
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(ran).containsExactly("first", "second");
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void after_thatIsDisposedOf_doesNotRun() {
        timed.post(() -> {
            Disposable first = timed.after(Duration.ofMillis(1), () -> ran.add("never"));
            timed.after(Duration.ofMillis(2), () -> ran.add("later"));
            first.dispose();
            assertThat(first.isDisposed()).isTrue();
        });
        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(ran).containsExactly("later");
    }

    @Test
    void after_ofManyAtOnce_letsOtherEventsComeBetween() {
        int[] due = {0};
        int[] seen = {0};
        timed.post(() -> {
            for (int i = 0; i < 10_000; i++) {
                timed.after(Duration.ofMillis(1), () -> {
                    if (due[0]++ == 0) {
                        timed.post(() -> seen[0] = due[0]);
                    }
                });
            }
        });
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(seen[0]).isEqualTo(EventLoop.BATCH);
        assertThat(due[0]).isEqualTo(10_000);
    }

    @Test
    void after_thatFails_runsOnceMoreAndThenTheNext() {
        timed.post(() -> {
            timed.after(Duration.ofMillis(1), () -> {
                ran.add("tried");
                throw new IllegalStateException("injected");
            });
            timed.after(Duration.ofMillis(2), () -> ran.add("next"));
        });
        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(ran).containsExactly("tried", "tried", "next");
    }
}
