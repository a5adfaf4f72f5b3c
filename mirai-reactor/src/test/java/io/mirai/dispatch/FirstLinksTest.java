package io.mirai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Launch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FirstLinksTest {

    private static final DaemonSpec ELSEWHERE = DaemonSpec.DEFAULT.withLaunch(
            new Launch.ByCommand("x", List.of("."), false, List.of(), Duration.ofSeconds(1)));

    private final FirstLinks links = new FirstLinks();
    private final AtomicReference<String> told = new AtomicReference<>("");

    FirstLinksTest() {
        links.all()
                .subscribe(
                        nothing -> {}, error -> told.set("failed: " + error.getMessage()), () -> told.set("started"));
    }

    private Slot slot(int index, DaemonSpec spec) {
        Slot slot = new Slot(index, spec, true, new Counts());
        links.await(slot);
        return slot;
    }

    private void fail(Slot slot) {
        slot.markEarlyDeath("down");
        links.markFailed(slot);
    }

    @Test
    void start_waitsForEachDaemon() {
        Slot first = slot(0, DaemonSpec.DEFAULT);
        Slot second = slot(1, DaemonSpec.DEFAULT);
        links.markListening();
        links.markOnline(first);
        fail(second);
        assertThat(told).hasValue("");
        links.markOnline(second);
        assertThat(told).hasValue("started");
    }

    @Test
    void start_doesNotWaitForAMachineThatIsDown_onceAnyDaemonIsThere() {
        Slot up = slot(0, ELSEWHERE);
        Slot down = slot(1, ELSEWHERE);
        links.markListening();
        fail(down);
        fail(down);
        assertThat(told).hasValue("");
        links.markOnline(up);
        assertThat(told).hasValue("started");
    }

    @Test
    void start_waitsForThoseThatHaveNotFailed() {
        Slot up = slot(0, ELSEWHERE);
        Slot down = slot(1, ELSEWHERE);
        Slot slow = slot(2, ELSEWHERE);
        links.markListening();
        fail(down);
        links.markOnline(up);
        links.markOnline(down);
        assertThat(told).hasValue("");
        links.markGivenUp(slow);
        assertThat(told).hasValue("started");
    }

    @Test
    void start_doesNotWaitForAQueue() {
        Slot queued = slot(0, ELSEWHERE);
        Slot other = slot(1, ELSEWHERE);
        links.markListening();
        links.markQueued(queued);
        links.markQueued(queued);
        assertThat(told).hasValue("");
        links.markQueued(other);
        assertThat(told).hasValue("started");
    }

    @Test
    void start_failsWithItsReason() {
        slot(0, ELSEWHERE);
        links.markListening();
        links.fail("all are down");
        assertThat(told).hasValue("failed: all are down");
    }

    @Test
    void profileWithoutDaemons_hasStartedWhenItListens() {
        links.markListening();
        assertThat(told).hasValue("started");
    }
}
