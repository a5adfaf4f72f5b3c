package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mirai.memory.InMemoryDaemon;
import io.mirai.spi.Departure;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** The dispatcher as a user sees it: limits, deaths, the grace, the close, and what each is told. */
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
        InMemoryDaemon daemon = profile.daemon(0);
        profile.receiveAll(0);
        deaf.stop();
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
        InMemoryDaemon daemon = two.daemon(0);
        two.receiveAll(0);
        deaf.stop();
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
    void draining_letsTheTaskEndAndReplacesTheDaemon() {
        Mirai<Object> last = profile.submit();
        InMemoryDaemon daemon = profile.daemon(0);
        daemon.announces(Departure.OUT_OF_MEMORY);
        Mirai<Object> next = profile.submit();
        profile.fail(0, last, new OutOfMemoryError("Java heap space"));
        assertThat(errorOf(last)).hasMessageContaining("java.lang.OutOfMemoryError: Java heap space");
        daemon.deliver();
        profile.fleet.dialIn(0);
        assertThat(profile.daemon(0).inFlight()).containsExactly(next.id());
    }

    // ---- Deaths ----

    @Test
    void death_namesTheStatusAndThatTheTaskHadBegun() {
        Mirai<Object> mirai = profile.submit();
        profile.receiveAll(0);
        profile.daemon(0).die();
        assertThat(errorOf(mirai))
                .hasMessage("daemon 0 was ended by signal 9 while it had task " + mirai.id()
                        + " of profile 'test', which had begun");
        MiraiReset reset = (MiraiReset) errorOf(mirai);
        assertThat(reset.code().value()).isEqualTo(19);
        assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.DAEMON_DIED);
        assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
        assertThat(reset.daemon()).isZero();
        assertThat(reset.exitStatus()).isEqualTo(OptionalInt.of(137));
        assertThat(reset.attempts()).isEqualTo(1);
    }

    @Test
    void death_returnsWhatHadNotBegunToItsOldPlace() {
        Mirai<Object> sent = profile.submit();
        Mirai<Object> queued = profile.submit();
        profile.daemon(0).die();
        profile.pass(Duration.ofSeconds(1));
        profile.fleet.dialIn(0);
        assertThat(profile.daemon(0).inFlight()).containsExactly(sent.id());
        profile.answer(0, sent, 1);
        assertThat(profile.daemon(0).inFlight()).containsExactly(queued.id());
    }

    @Test
    void deathsBlamedOnATask_neverGiveUp() {
        for (int i = 0; i < 20; i++) {
            Mirai<Object> poison = profile.submit();
            profile.receiveAll(0);
            profile.daemon(0).die();
            assertThat(errorOf(poison)).isInstanceOf(MiraiReset.class);
            profile.fleet.dialIn(0);
        }
        assertThat(profile.daemons.isClosed()).isFalse();
    }

    @Test
    void launchFailures_giveUpAfterTheFifthInARow() {
        InMemoryProfile broken = new InMemoryProfile(1, 1, Schedulers.immediate());
        AtomicReference<Throwable> started = new AtomicReference<>();
        broken.daemons.start().subscribe(nothing -> {}, started::set);
        Mirai<Object> queued = broken.submit();
        for (int i = 0; i < 5; i++) {
            assertThat(started.get()).isNull();
            broken.fleet.failLaunch(0, "java: not found");
            broken.pass(Duration.ofSeconds(2));
        }
        String reason = "daemon 0 of profile 'test' ended 5 times in a row before it had finished a task;"
                + " the last time: java: not found";
        assertThat(started.get()).hasMessage(reason);
        assertThat(errorOf(queued)).isInstanceOf(MiraiReset.class).hasMessage(reason);
        assertThatIllegalStateException()
                .isThrownBy(broken::submit)
                .withMessage("profile 'test' is closed, because " + reason);
        assertThat(broken.fleet.isClosed()).isTrue();
    }

    @Test
    void launchFailures_areCountedAnewAfterAFinishedTask() {
        for (int round = 0; round < 3; round++) {
            profile.daemon(0).die();
            for (int i = 0; i < 3; i++) {
                profile.pass(Duration.ofSeconds(2));
                profile.fleet.failLaunch(0, "no luck");
            }
            profile.pass(Duration.ofSeconds(2));
            profile.fleet.dialIn(0);
            Mirai<Object> good = profile.submit();
            profile.answer(0, good, round);
            assertThat(good.collect()).isEqualTo(round);
        }
    }

    @Test
    void deathsOfAllIdleDaemonsAtOnce_replaceThem() {
        InMemoryProfile five = InMemoryProfile.online(5);
        five.fleet.online().forEach(InMemoryDaemon::die);
        five.pass(Duration.ofSeconds(1));
        assertThat(five.fleet.launching()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(five.daemons.isClosed()).isFalse();
    }

    @Test
    void sendThatThrows_costsTheLinkAndNotTheLoop() {
        InMemoryDaemon broken = profile.daemon(0);
        broken.refuseToSend(new OutOfMemoryError("direct memory"));
        Mirai<Object> mirai = profile.submit();
        broken.deliver();
        profile.pass(Duration.ofSeconds(1));
        profile.fleet.dialIn(0);
        profile.answer(0, mirai, 1);
        assertThat(mirai.collect()).isEqualTo(1);
    }

    @Test
    void queueTimeout_countsAnewForATaskThatReturnsToTheQueue() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        profile.daemon(0).die();
        profile.pass(Duration.ofMillis(50));
        assertThat(errorOf(mirai)).isInstanceOf(MiraiTimeout.class);
    }

    // ---- Close ----

    @Test
    void close_endsWhatIsOnItsWay() {
        Mirai<Object> arriving = profile.submit();
        profile.receiveAll(0);
        profile.daemon(0).returnsForEver(arriving.id());
        profile.daemon(0).deliver();
        assertThat(arriving.unresolved()).isTrue();
        profile.daemons.close();
        assertThat(((MiraiReset) errorOf(arriving)).reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
    }

    @Test
    void close_onAnInterruptedThreadGoesOnAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        profile.daemons.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(profile.fleet.isClosed()).isTrue();
    }

    @Test
    void timeout_endsAValueThatNeverArrives() {
        Mirai<Object> arriving = profile.submit(TaskOptions.none().timeout(Duration.ofSeconds(1)));
        profile.receiveAll(0);
        profile.daemon(0).returnsForEver(arriving.id());
        profile.daemon(0).deliver();
        profile.pass(Duration.ofSeconds(1));
        assertThat(errorOf(arriving))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessage("task " + arriving.id()
                        + " did not end within 1000 ms, its timeout: its value was on the way" + " to profile 'test'");
    }

    @Test
    void close_endsWhatIsUnresolved() {
        Mirai<Object> sent = profile.submit();
        Mirai<Object> queued = profile.submit();
        profile.daemons.close();
        profile.daemons.close();
        for (Mirai<Object> mirai : List.of(sent, queued)) {
            assertThat(errorOf(mirai)).hasMessage("profile 'test' was closed before the task had ended");
            assertThat(((MiraiReset) errorOf(mirai)).reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
        }
        assertThat(((MiraiReset) errorOf(queued)).started()).isEqualTo(MiraiReset.Started.NO);
        assertThat(profile.fleet.isClosed()).isTrue();
        assertThatIllegalStateException().isThrownBy(profile::submit).withMessage("profile 'test' is closed");
    }

    // ---- Status and first task ----

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
    void firstTask_launchesAProfileThatNobodyStarted() {
        InMemoryProfile lazy = new InMemoryProfile(2, 1, Schedulers.immediate());
        assertThat(lazy.fleet.launching()).isEmpty();
        lazy.submit();
        assertThat(lazy.fleet.launching()).containsExactly(0, 1);
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

    private static MiraiException errorOf(Mirai<?> mirai) {
        return ((Outcome.Failure<?>) mirai.data()).error();
    }
}
