package io.mirai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
