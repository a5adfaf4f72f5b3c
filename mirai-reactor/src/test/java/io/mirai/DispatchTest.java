package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

    // ---- Retries ----

    @Test
    void retry_runsATaskAgainThatLostItsDaemon_asOftenAsItMay() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().retry(2));
        Mirai<Object> next = profile.submit();
        for (int attempt = 1; attempt <= 2; attempt++) {
            loseDaemon();
            assertThat(mirai.unresolved()).isTrue();
            assertThat(profile.daemon(0).inFlight()).as("its old place").containsExactly(mirai.id());
        }
        loseDaemon();
        assertThat(errorOf(mirai)).isInstanceOfSatisfying(MiraiReset.class, reset -> {
            assertThat(reset.attempts()).isEqualTo(3);
            assertThat(reset).hasMessageEndingWith("which had begun; it was tried 3 times");
        });
        assertThat(profile.daemon(0).inFlight()).containsExactly(next.id());
    }

    @Test
    void retry_ofTheProfileIsForTasksThatDoNotSay() {
        InMemoryProfile retrying = InMemoryProfile.retrying(2);
        Mirai<Object> mirai = retrying.submit();
        Mirai<Object> once = retrying.submit(TaskOptions.none().retry(0));
        retrying.receiveAll(0);
        retrying.receiveAll(1);
        List.copyOf(retrying.fleet.online()).forEach(InMemoryDaemon::die);
        assertThat(mirai.unresolved()).isTrue();
        assertThat(errorOf(once)).isInstanceOf(MiraiReset.class);
    }

    @Test
    void retry_doesNotTouchWhatATaskThrows() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().retry(2));
        profile.fail(0, mirai, new IllegalStateException("boom"));
        assertThat(errorOf(mirai)).isInstanceOf(MiraiError.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.none().retry(-1))
                .withMessage("retry must not be negative, but is -1");
    }

    @Test
    void retry_ofATaskThatWasStoppedIsNone() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().retry(2));
        profile.receiveAll(0);
        mirai.stop();
        profile.daemon(0).die();
        profile.pass(Duration.ofSeconds(1));
        profile.fleet.dialIn(0);
        assertThat(profile.daemon(0).inFlight()).isEmpty();
    }

    @Test
    void retry_ofAMap_isForEachElement() {
        MiraiMap<Integer> map = profile.daemons.map(
                List.of(1, 2), x -> x, MapOptions.none().task(TaskOptions.none().retry(1)));
        loseDaemon();
        profile.answerAll(0, id -> 7);
        assertThat(map.collect()).containsExactly(7, 7);
    }

    /** Its daemon dies in the middle of the task, and the next one dials in. */
    private void loseDaemon() {
        profile.receiveAll(0);
        profile.daemon(0).die();
        profile.pass(Duration.ofSeconds(1));
        profile.fleet.dialIn(0);
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
                .hasMessage(
                        "task " + second.id() + " waited 50 ms in the queue of profile 'test', which is its"
                                + " queueTimeout, after it had come back from a daemon (2 queued, 0 executing, 0 daemons online: see the cause)")
                .hasRootCauseMessage("daemon 0 was ended by signal 9");
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
