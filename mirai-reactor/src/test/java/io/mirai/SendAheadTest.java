package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.dispatch.QueueLimits;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.spi.Departure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Short tasks are sent ahead to daemons that are busy, and recalled where they would wait. */
class SendAheadTest {

    private static final Duration SHORT = Duration.ofNanos(100_000);
    private static final Duration LONG = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMillis(8);

    private final InMemoryProfile profile = InMemoryProfile.online(1);

    // ---- The window ----

    @Test
    void shortTasks_openTheWindow() {
        warm(0, SHORT);
        List<Mirai<Object>> tasks = submit(60);
        assertThat(profile.daemon(0).inFlight()).hasSize(33).containsAll(ids(tasks.subList(0, 33)));
    }

    @Test
    void longerTasks_openItLess() {
        warm(0, Duration.ofNanos(900_000));
        submit(60);
        assertThat(profile.daemon(0).inFlight()).hasSizeBetween(4, 6);
    }

    @Test
    void tasksThatAreNotShort_keepItClosed() {
        warm(0, Duration.ofMillis(2));
        submit(60);
        assertThat(profile.daemon(0).inFlight()).hasSize(1);
    }

    @Test
    void longTask_closesIt() {
        warm(0, SHORT);
        profile.daemon(0).taskTakes(LONG);
        profile.answer(0, profile.submit(), 1);
        submit(60);
        assertThat(profile.daemon(0).inFlight()).hasSize(1);
    }

    @Test
    void taskOfHalfAnHour_closesItForAFewTasks() {
        warm(0, SHORT);
        profile.daemon(0).taskTakes(Duration.ofMinutes(30));
        profile.answer(0, profile.submit(), 1);
        profile.daemon(0).taskTakes(SHORT);
        for (int i = 0; i < 6; i++) {
            profile.answer(0, profile.submit(), 1);
        }
        submit(60);
        assertThat(profile.daemon(0).inFlight()).hasSizeGreaterThan(1);
    }

    @Test
    void newDaemon_hasNone() {
        warm(0, SHORT);
        profile.daemon(0).die();
        profile.fleet.dialIn(0);
        submit(60);
        assertThat(profile.daemon(0).inFlight()).hasSize(1);
    }

    // ---- Where to ----

    @Test
    void freeThreadElsewhere_comesFirst() {
        InMemoryProfile two = InMemoryProfile.online(2);
        warm(two, 0, SHORT);
        two.daemon(0).startWhenTold();
        two.submit();
        two.submit();
        assertThat(two.daemon(0).inFlight()).hasSize(1);
        assertThat(two.daemon(1).inFlight()).hasSize(1);
        two.submit();
        assertThat(two.daemon(0).inFlight()).hasSize(2);
    }

    @Test
    void leastAhead_comesFirst() {
        InMemoryProfile two = InMemoryProfile.online(2);
        warm(two, 0, SHORT);
        warm(two, 1, SHORT);
        for (int i = 0; i < 10; i++) {
            two.submit();
        }
        assertThat(two.daemon(0).inFlight()).hasSize(5);
        assertThat(two.daemon(1).inFlight()).hasSize(5);
    }

    @Test
    void daemonsInTurn_haveNoWindow() {
        InMemoryProfile inTurn = InMemoryProfile.inTurn(1);
        warm(inTurn, 0, SHORT);
        inTurn.submit();
        inTurn.submit();
        assertThat(inTurn.daemon(0).inFlight()).hasSize(1);
    }

    @Test
    void daemonFromElsewhere_getsOnlyWhatMayBeTriedAgain() {
        InMemoryProfile elsewhere = InMemoryProfile.listening(1);
        elsewhere.fleet.dialInFromElsewhere(1);
        warm(elsewhere, 0, SHORT);
        elsewhere.submit();
        Mirai<Object> tried = elsewhere.submit(TaskOptions.none().retry(1));
        Mirai<Object> once = elsewhere.submit();
        assertThat(elsewhere.daemon(0).inFlight()).contains(tried.id()).doesNotContain(once.id());
    }

    // ---- What is never sent ahead ----

    @Test
    void stream_isNotSentAhead() {
        warm(0, SHORT);
        profile.submit();
        profile.daemons.stream(() -> Flux.just(1)).subscribe();
        assertThat(profile.daemon(0).inFlight()).hasSize(1);
    }

    @Test
    void setupTask_letsNothingPass() {
        warm(0, SHORT);
        Mirai<Object> before = profile.submit();
        MiraiMap<Object> setup = profile.daemons.everywhere(() -> "never run here");
        Mirai<Object> after = profile.submit();
        assertThat(profile.daemon(0).inFlight()).containsExactly(before.id());
        profile.answer(0, before, 1);
        assertThat(profile.daemon(0).inFlight()).containsExactly(setup.get(0).id());
        profile.answer(0, setup.get(0), 1);
        assertThat(profile.daemon(0).inFlight()).containsExactly(after.id());
    }

    /** While the daemon fetches the function, what was sent behind would overtake the element. */
    @Test
    void elementWhoseFunctionTheDaemonLacks_letsNothingPass() {
        warm(0, SHORT);
        MiraiMap<Object> map = profile.daemons.map(List.of(0, 1, 2), x -> "never run here");
        assertThat(profile.daemon(0).inFlight()).containsExactly(map.get(0).id());
        profile.answer(0, map.get(0), 1);
        assertThat(profile.daemon(0).inFlight())
                .containsExactly(map.get(1).id(), map.get(2).id());
    }

    // ---- Recall ----

    @Test
    void idleDaemon_takesHalfOfWhatIsAheadElsewhere() {
        InMemoryProfile two = InMemoryProfile.online(2);
        warm(two, 0, SHORT);
        warm(two, 1, SHORT);
        two.daemon(0).startWhenTold();
        List<Mirai<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            tasks.add(two.submit());
        }
        List<Long> there = List.copyOf(two.daemon(0).inFlight());
        for (Mirai<Object> task : tasks) {
            if (two.daemon(1).inFlight().contains(task.id())) {
                two.answer(1, task, 1);
            }
        }
        assertThat(two.daemon(1).inFlight()).isEmpty();
        two.receiveAll(0);
        two.deliverAll(0);
        assertThat(two.daemon(0).inFlight()).hasSize(3);
        assertThat(two.daemon(1).inFlight()).containsExactlyInAnyOrderElementsOf(there.subList(3, 5));
    }

    @Test
    void daemonThatGoesOnWhileTasksAreRecalled_beginsTheEarliest() {
        warm(0, SHORT);
        InMemoryDaemon daemon = profile.daemon(0);
        daemon.startWhenTold();
        List<Mirai<Object>> tasks = submit(4);
        profile.receiveAll(0);
        profile.pass(PATIENCE);
        daemon.receive();
        assertThat(daemon.waiting()).containsExactlyElementsOf(ids(tasks.subList(0, 3)));
    }

    @Test
    void idleDaemon_waitsForNoneThatBringsNoAnswer() {
        InMemoryProfile three = InMemoryProfile.online(3);
        for (int slot = 0; slot < 3; slot++) {
            warm(three, slot, SHORT);
        }
        InMemoryDaemon frozen = three.daemon(0);
        InMemoryDaemon busy = three.daemon(1);
        InMemoryDaemon idle = three.daemon(2);
        busy.startWhenTold();
        for (int i = 0; i < 15; i++) {
            three.submit();
        }
        three.answerAll(2, id -> id);
        assertThat(frozen.hasMessageForDaemon()).isTrue();
        three.pass(PATIENCE.dividedBy(2));
        answerNext(three, busy);
        three.pass(PATIENCE.dividedBy(2));
        answerNext(three, busy);
        three.receiveAll(1);
        three.deliverAll(1);
        assertThat(idle.inFlight()).hasSize(1);
    }

    @Test
    void daemonThatBringsNoAnswer_hasWhatIsAheadRecalled() {
        InMemoryProfile two = InMemoryProfile.online(2);
        warm(two, 0, SHORT);
        two.daemon(0).startWhenTold();
        Mirai<Object> one = two.submit();
        boolean isFirst = two.daemon(0).inFlight().contains(one.id());
        Mirai<Object> another = two.submit();
        Mirai<Object> slow = isFirst ? one : another;
        Mirai<Object> other = isFirst ? another : one;
        Mirai<Object> ahead = two.submit();
        assertThat(two.daemon(0).inFlight()).containsExactly(slow.id(), ahead.id());
        two.receiveAll(0);
        two.daemon(0).begin(slow.id());
        two.pass(PATIENCE);
        two.receiveAll(0);
        two.deliverAll(0);
        assertThat(two.daemon(0).inFlight()).containsExactly(slow.id());
        assertThat(two.daemons.status().queued()).isEqualTo(1);
        two.answer(1, other, 1);
        two.answer(1, ahead, 2);
        assertThat(ahead.collect()).isEqualTo(2);
    }

    @Test
    void setupTask_comesBeforeWhatIsAhead() {
        warm(0, SHORT);
        InMemoryDaemon daemon = profile.daemon(0);
        daemon.startWhenTold();
        Mirai<Object> runs = profile.submit();
        Mirai<Object> ahead = profile.submit();
        profile.receiveAll(0);
        daemon.begin(runs.id());
        MiraiMap<Object> setup = profile.daemons.everywhere(() -> "never run here");
        profile.receiveAll(0);
        profile.deliverAll(0);
        assertThat(daemon.inFlight()).containsExactly(runs.id());
        profile.answer(0, runs, 1);
        assertThat(daemon.inFlight()).containsExactly(setup.get(0).id());
        profile.receiveAll(0);
        daemon.begin(setup.get(0).id());
        profile.answer(0, setup.get(0), 1);
        assertThat(daemon.inFlight()).containsExactly(ahead.id());
    }

    @Test
    void leavingDaemon_hasWhatIsAheadRecalled() {
        warm(0, SHORT);
        InMemoryDaemon leaving = profile.daemon(0);
        leaving.startWhenTold();
        Mirai<Object> runs = profile.submit();
        Mirai<Object> ahead = profile.submit();
        profile.receiveAll(0);
        leaving.begin(runs.id());
        leaving.drain(Departure.OUT_OF_MEMORY);
        profile.deliverAll(0);
        profile.receiveAll(0);
        profile.deliverAll(0);
        assertThat(leaving.inFlight()).containsExactly(runs.id());
        leaving.die();
        profile.fleet.dialIn(0);
        assertThat(profile.daemon(0).inFlight()).containsExactly(ahead.id());
    }

    @Test
    void shutdownNow_givesBackWhatWasRecalled() {
        warm(0, SHORT);
        InMemoryDaemon daemon = profile.daemon(0);
        daemon.startWhenTold();
        Mirai<Object> runs = profile.submit();
        MiraiCluster cluster = profile.daemons.cluster();
        Future<String> ahead = cluster.submit(() -> "never run here");
        assertThat(daemon.inFlight()).hasSize(2);
        profile.receiveAll(0);
        daemon.begin(runs.id());
        profile.pass(PATIENCE);
        profile.receiveAll(0);
        profile.deliverAll(0);
        assertThat(daemon.inFlight()).containsExactly(runs.id());
        assertThat(cluster.shutdownNow()).containsExactly((Runnable) ahead);
        assertThat(cluster.isTerminated()).isTrue();
    }

    // ---- Stops, limits, death ----

    @Test
    void stop_ofATaskThatIsAheadKeepsItFromBeginning() {
        warm(0, SHORT);
        profile.daemon(0).startWhenTold();
        profile.submit();
        Mirai<Object> ahead = profile.submit();
        assertThat(ahead.stop()).isTrue();
        profile.receiveAll(0);
        assertThat(profile.daemon(0).waiting()).doesNotContain(ahead.id());
        profile.deliverAll(0);
        assertThat(profile.daemon(0).inFlight()).hasSize(1);
        profile.pass(Duration.ofSeconds(3));
        assertThat(profile.daemon(0).isKilled()).isFalse();
    }

    @Test
    void grace_killsADaemonThatHearsNothingAndBlamesOnlyWhatRuns() {
        warm(0, SHORT);
        InMemoryDaemon hung = profile.daemon(0);
        hung.startWhenTold();
        Mirai<Object> deaf = profile.submit();
        Mirai<Object> ahead = profile.submit();
        hung.receive();
        hung.begin(deaf.id());
        deaf.stop();
        profile.pass(Duration.ofSeconds(2));
        assertThat(hung.isKilled()).isTrue();
        hung.deliver();
        profile.fleet.dialIn(0);
        profile.answer(0, ahead, 1);
        assertThat(ahead.collect()).isEqualTo(1);
    }

    @Test
    void queueTimeout_goesOnWhileATaskIsAhead() {
        warm(0, SHORT);
        profile.submit();
        Mirai<Object> ahead = profile.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        profile.pass(Duration.ofMillis(50));
        assertThat(errorOf(ahead))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessage("task " + ahead.id() + " waited 50 ms in the queue of profile 'test', which is its"
                        + " queueTimeout, and was never sent (1 queued, 1 executing, 1 daemon online)");
    }

    @Test
    void queueTimeout_endsWhenAThreadIsFree() {
        warm(0, SHORT);
        Mirai<Object> first = profile.submit();
        Mirai<Object> next = profile.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        profile.answer(0, first, 1);
        profile.pass(Duration.ofMillis(50));
        assertThat(next.unresolved()).isTrue();
    }

    @Test
    void queueTimeout_goesOnIfTheTaskReturnsFromAThreadThatSeemedFree() {
        warm(0, SHORT);
        InMemoryDaemon daemon = profile.daemon(0);
        daemon.startWhenTold();
        Mirai<Object> first = profile.submit();
        Mirai<Object> next = profile.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        profile.receiveAll(0);
        daemon.begin(first.id());
        profile.pass(PATIENCE);
        daemon.returns(first.id(), 1);
        daemon.deliver();
        assertThat(profile.daemons.status().executing()).isEqualTo(1);
        profile.pass(Duration.ofMillis(50));
        assertThat(next.unresolved()).as("it may have begun").isTrue();
        profile.receiveAll(0);
        profile.deliverAll(0);
        assertThat(errorOf(next)).isInstanceOf(MiraiTimeout.class);
        assertThat(daemon.inFlight()).isEmpty();
    }

    @Test
    void death_harmsOnlyWhatHadBegun() {
        warm(0, SHORT);
        InMemoryDaemon dying = profile.daemon(0);
        dying.startWhenTold();
        Mirai<Object> blamed = profile.submit();
        List<Mirai<Object>> ahead = submit(5);
        profile.receiveAll(0);
        dying.begin(blamed.id());
        assertThat(profile.daemons.status().executing()).isEqualTo(1);
        assertThat(profile.daemons.status().queued()).isEqualTo(5);
        dying.die();
        assertThat(errorOf(blamed)).isInstanceOfSatisfying(MiraiReset.class, reset -> assertThat(reset.started())
                .isEqualTo(MiraiReset.Started.YES));
        assertThat(ahead).allMatch(Mirai::unresolved);
        profile.fleet.dialIn(0);
        for (Mirai<Object> task : ahead) {
            profile.answer(0, task, 1);
        }
        assertThat(profile.daemons.status().executing()).isZero();
        assertThat(profile.daemons.status().queued()).isZero();
    }

    @Test
    void queueLimit_countsWhatIsAhead() {
        InMemoryProfile bounded = InMemoryProfile.bounded(1, new QueueLimits(2, Long.MAX_VALUE));
        warm(bounded, 0, SHORT);
        bounded.daemon(0).startWhenTold();
        Mirai<Object> runs = bounded.submit();
        bounded.submit();
        Mirai<Object> stopped = bounded.submit();
        assertThat(bounded.daemons.tryMirai(() -> "never run here")).isEmpty();
        stopped.stop();
        bounded.receiveAll(0);
        bounded.deliverAll(0);
        assertThat(bounded.daemons.tryMirai(() -> "never run here")).isPresent();
        assertThat(bounded.daemons.tryMirai(() -> "never run here")).isEmpty();
        bounded.daemon(0).begin(runs.id());
        bounded.answer(0, runs, 1);
        assertThat(bounded.daemons.tryMirai(() -> "never run here")).isPresent();
    }

    // ---- Helpers ----

    private void warm(int slot, Duration time) {
        warm(profile, slot, time);
    }

    /** Runs so many tasks on a daemon that the dispatcher knows how long they take. */
    private static void warm(InMemoryProfile profile, int slot, Duration time) {
        profile.daemon(slot).taskTakes(time);
        for (int i = 0; i < 40; i++) {
            List<Mirai<Object>> all = new ArrayList<>();
            while (profile.daemon(slot).inFlight().isEmpty()) {
                all.add(profile.submit());
            }
            for (Mirai<Object> one : all) {
                for (InMemoryDaemon daemon : profile.fleet.online()) {
                    if (daemon.inFlight().contains(one.id())) {
                        profile.answer(daemon.slot(), one, 1);
                    }
                }
            }
        }
    }

    private static void answerNext(InMemoryProfile profile, InMemoryDaemon daemon) {
        profile.receiveAll(daemon.slot());
        long next = daemon.waiting().get(0);
        daemon.begin(next);
        daemon.returns(next, 1);
        daemon.deliver();
    }

    private List<Mirai<Object>> submit(int tasks) {
        List<Mirai<Object>> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            all.add(profile.submit());
        }
        return all;
    }

    private static List<Long> ids(List<Mirai<Object>> tasks) {
        return tasks.stream().map(Mirai::id).toList();
    }
}
