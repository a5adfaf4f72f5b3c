package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.LateBody;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** The dispatcher as a user sees it: limits, stops and the grace, turns, and what each is told. */
class DispatchTest {

    private final InMemoryProfile profile = InMemoryProfile.online(1);

    // ---- Time limits ----

    @Test
    void timeout_inTheQueueSaysWhoWasBusy() {
        profile.submit();
        Mirai<Object> late = profile.submit(TaskOptions.none().name("fit").timeout(Duration.ofSeconds(2)));
        profile.pass(Duration.ofMillis(1999));
        assertThat(late.unresolved()).isTrue();
        profile.pass(Duration.ofMillis(1));
        assertThat(errorOf(late))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessage("task " + late.id() + " 'fit' did not end within 2000 ms, its timeout: it was still in the"
                        + " queue of profile 'test' (1 queued, 1 executing, 1 daemon online)");
        assertThat(errorOf(late).code().value()).isEqualTo(5);
        assertThat(profile.daemons.status().queued()).isZero();
    }

    @Test
    void timeout_onADaemonStopsTheWork() {
        Mirai<Object> slow = profile.submit(TaskOptions.none().timeout(Duration.ofMillis(50)));
        profile.pass(Duration.ofMillis(50));
        assertThat(errorOf(slow))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessage("task " + slow.id() + " did not end within 50 ms, its timeout: it was with daemon 0 of"
                        + " profile 'test', where it is stopped now");
        profile.receiveAll(0);
        assertThat(profile.daemon(0).isTold(slow.id())).isTrue();
    }

    @Test
    void queueTimeout_endsOnlyWhatWaits() {
        Mirai<Object> sent = profile.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        assertThat(profile.time.running()).as("timers of what was sent").isZero();
        Mirai<Object> queued = profile.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        profile.pass(Duration.ofSeconds(1));
        assertThat(sent.unresolved()).isTrue();
        assertThat(errorOf(queued))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessage("task " + queued.id() + " waited 50 ms in the queue of profile 'test', which is its"
                        + " queueTimeout, and was never sent (1 queued, 1 executing, 1 daemon online)");
    }

    @Test
    void limits_ofCenturiesAreAsGoodAsNone() {
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        Mirai<Object> mirai = profile.submit(TaskOptions.none().timeout(ever).queueTimeout(ever));
        profile.answer(0, mirai, 1);
        assertThat(mirai.collect()).isEqualTo(1);
    }

    // ---- Stop and grace ----

    @Test
    void stop_ofAQueuedTaskNeverSendsIt() {
        Mirai<Object> running = profile.submit();
        Mirai<Object> queued = profile.submit();
        queued.stop();
        profile.answer(0, running, 1);
        assertThat(profile.daemon(0).inFlight()).isEmpty();
    }

    @Test
    void stop_keepsThePlaceUntilTheEndingArrives() {
        Mirai<Object> stopped = profile.submit();
        Mirai<Object> next = profile.submit();
        stopped.stop();
        InMemoryDaemon daemon = profile.daemon(0);
        assertThat(daemon.inFlight()).containsExactly(stopped.id());
        profile.answer(0, stopped, "too late");
        assertThat(daemon.inFlight()).containsExactly(next.id());
        assertThat(errorOf(stopped)).isInstanceOf(MiraiCanceled.class);
    }

    @Test
    void grace_costsTheProcessOfATaskThatWillNotEnd() {
        Mirai<Object> deaf = profile.submit();
        Mirai<Object> next = profile.submit();
        InMemoryDaemon daemon = profile.stopInVain(0, deaf);
        profile.pass(Duration.ofMillis(1999));
        assertThat(daemon.hasMessageForHost()).isFalse();
        profile.pass(Duration.ofMillis(1));
        daemon.deliver();
        profile.fleet.dialIn(0);
        assertThat(profile.daemon(0).instance()).isEqualTo(2);
        assertThat(profile.daemon(0).inFlight()).containsExactly(next.id());
    }

    @Test
    void grace_waitsForTheOtherTasksOfTheDaemon() {
        InMemoryProfile two = new InMemoryProfile(1, 2, Schedulers.immediate());
        two.start();
        Mirai<Object> deaf = two.submit();
        Mirai<Object> good = two.submit();
        Mirai<Object> queued = two.submit();
        InMemoryDaemon daemon = two.stopInVain(0, deaf);
        two.pass(Duration.ofSeconds(2));
        assertThat(daemon.hasMessageForHost())
                .as("killed while another task runs")
                .isFalse();
        two.answer(0, good, 1);
        assertThat(good.collect()).isEqualTo(1);
        assertThat(daemon.inFlight()).as("sent to a leaving daemon").doesNotContain(queued.id());
        daemon.deliver();
        two.fleet.dialIn(0);
        assertThat(two.daemon(0).inFlight()).containsExactly(queued.id());
    }

    @Test
    void queueTimeout_countsAnewForATaskThatReturnsToTheQueue() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        profile.daemon(0).die();
        profile.pass(Duration.ofMillis(50));
        assertThat(errorOf(mirai)).isInstanceOf(MiraiTimeout.class);
    }

    @Test
    void timeout_endsAValueThatNeverArrives() {
        Mirai<Object> arriving = profile.submit(TaskOptions.none().timeout(Duration.ofSeconds(1)));
        profile.receiveAll(0);
        profile.daemon(0).returnsLate(arriving.id(), 1);
        profile.daemon(0).deliver();
        profile.pass(Duration.ofSeconds(1));
        assertThat(errorOf(arriving))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessage("task " + arriving.id()
                        + " did not end within 1000 ms, its timeout: its value was on the way" + " to profile 'test'");
    }

    @Test
    void queueTimeout_ofAnEarlierWaitDoesNotEndALaterOne() {
        InMemoryProfile two = new InMemoryProfile(1, 2, Schedulers.immediate());
        two.daemons.start().subscribe();
        Mirai<Object> first = two.submit();
        Mirai<Object> second = two.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        two.fleet.onSend((daemon, id) -> {
            if (id == first.id() && daemon.instance() == 1) {
                daemon.die(); // the loop hears of it after it has sent the second task too,
                two.pass(Duration.ofMillis(50)); // and of the time limit after that
            }
        });
        two.fleet.dialIn(0);
        assertThat(second.unresolved()).isTrue();
        two.pass(Duration.ofMillis(50));
        assertThat(errorOf(second))
                .hasMessage("task " + second.id() + " waited 50 ms in the queue of profile 'test', which is its"
                        + " queueTimeout, and was never begun (2 queued, 0 executing, 0 daemons online)");
    }

    @Test
    void timeout_ofAValueThatCameLateIsForgotten() {
        Mirai<Object> arriving = profile.submit(TaskOptions.none().timeout(Duration.ofDays(1)));
        profile.receiveAll(0);
        LateBody body = profile.daemon(0).returnsLate(arriving.id(), 1);
        profile.daemon(0).deliver();
        assertThat(profile.time.running()).isEqualTo(1);
        body.arrives();
        assertThat(arriving.collect()).isEqualTo(1);
        assertThat(profile.time.running()).as("timers").isZero();
    }

    // ---- Status ----

    @Test
    void status_countsAndPrintsATable() {
        Mirai<Object> done = profile.submit();
        profile.submit();
        profile.submit();
        profile.answer(0, done, 1);
        Status status = profile.daemons.status();
        assertThat(status)
                .isEqualTo(new Status("test", 1, 1, 1, 1, 0, "memory:", List.of(new DaemonStatus(0, true, 1, 2, 1))));
        assertThat(status.toString())
                .isEqualToNormalizingNewlines(
                        """
                        profile test: 1 connected, 1 queued, 1 executing, 1 completed
                        daemon online instance   assigned   complete
                             0    yes        1          2          1""");
    }

    @Test
    void slots_takeTurns() {
        InMemoryProfile three = InMemoryProfile.online(3);
        List<Mirai<Object>> first =
                IntStream.range(0, 3).mapToObj(i -> three.submit()).toList();
        Mirai<Object> fourth = three.submit();
        three.answer(1, first.get(1), 1);
        assertThat(three.daemon(1).inFlight()).containsExactly(fourth.id());
    }
}
