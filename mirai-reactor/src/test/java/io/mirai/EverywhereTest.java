package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mirai.memory.InMemoryDaemon;
import io.mirai.spi.Departure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** What every daemon runs: when, before what, and what becomes of a daemon on which it fails. */
class EverywhereTest {

    private static final TaskOptions NONE = TaskOptions.none();

    private final InMemoryProfile profile = InMemoryProfile.online(2);

    private MiraiMap<Object> everywhere(TaskOptions options, int min) {
        return profile.daemons.everywhere(() -> "never run here", options, min);
    }

    private MiraiMap<Object> everywhere() {
        return everywhere(NONE, 0);
    }

    private static long idOf(MiraiMap<?> map, int index) {
        return map.get(index).id();
    }

    // ---- When ----

    @Test
    void everywhere_runsOnceOnEachDaemon() {
        MiraiMap<Object> map = everywhere();
        assertThat(map.size()).isEqualTo(2);
        profile.answer(0, map.get(0), "a");
        profile.answer(1, map.get(1), "b");
        assertThat(map.collect()).containsExactly("a", "b");
        assertThat(profile.daemons.status().completed()).isEqualTo(2);
        assertThat(profile.daemons.status().daemons()).allMatch(daemon -> daemon.complete() == 1);
    }

    @Test
    void everywhere_comesAfterWhatRunsAndBeforeAllElse() {
        Mirai<Object> running = profile.submit();
        profile.submit();
        Mirai<Object> queued = profile.submit();
        MiraiMap<Object> map = everywhere();
        profile.answer(0, running, 1);
        assertThat(profile.daemon(0).inFlight()).containsExactly(idOf(map, 0));
        profile.answer(0, map.get(0), 2);
        assertThat(profile.daemon(0).inFlight()).containsExactly(queued.id());
    }

    @Test
    void everywhere_holdsUpNoOtherDaemon() {
        profile.submit(); // daemon 0 is busy with it to the end
        MiraiMap<Object> map = everywhere();
        profile.answer(1, map.get(0), 1);
        Mirai<Object> next = profile.submit();
        profile.answer(1, next, 2);
        assertThat(next.collect()).isEqualTo(2);
        assertThat(map.get(1).unresolved()).isTrue();
    }

    @Test
    void everywhere_onADaemonOfSeveralThreadsRunsAlone() {
        InMemoryProfile wide = new InMemoryProfile(1, 2, Schedulers.immediate());
        wide.start();
        Mirai<Object> running = wide.submit();
        MiraiMap<Object> map = wide.daemons.everywhere(() -> "never run here");
        Mirai<Object> later = wide.submit();
        assertThat(wide.daemon(0).inFlight()).containsExactly(running.id(), idOf(map, 0));
        wide.answer(0, map.get(0), 1);
        assertThat(wide.daemon(0).inFlight()).containsExactly(running.id(), later.id());
    }

    @Test
    void everywhere_keepsItsOrder() {
        MiraiMap<Object> first = everywhere();
        MiraiMap<Object> second = everywhere();
        assertThat(profile.daemon(0).inFlight()).containsExactly(idOf(first, 0));
        profile.answer(0, first.get(0), 1);
        assertThat(profile.daemon(0).inFlight()).containsExactly(idOf(second, 0));
    }

    @Test
    void everywhere_takesNoRandomNumbersFromTasks() {
        Mirai<Object> before = profile.submit();
        everywhere();
        Mirai<Object> after = profile.submit();
        profile.answer(0, before, 1);
        assertThat(profile.daemons.status().completed()).isOne();
        assertThat(after.id() - before.id()).as("ids are counted on").isEqualTo(3);
    }

    @Test
    void min_waitsForDaemonsThatJoin() {
        InMemoryProfile listening = InMemoryProfile.listening();
        listening.start();
        MiraiMap<Object> map = listening.daemons.everywhere(() -> "never run here", NONE, 2);
        assertThat(map.size()).isEqualTo(2);
        listening.daemons.launchLocal(2);
        Mirai<Object> later = listening.submit();
        for (int slot = 0; slot < 2; slot++) {
            listening.fleet.dialIn(slot);
            assertThat(listening.daemon(slot).inFlight()).containsExactly(idOf(map, slot));
            listening.answer(slot, map.get(slot), slot);
        }
        assertThat(map.collect()).containsExactly(0, 1);
        assertThat(listening.daemon(0).inFlight()).containsExactly(later.id());
    }

    @Test
    void withoutDaemons_thereIsNothingToWaitFor() {
        InMemoryProfile listening = InMemoryProfile.listening();
        listening.start();
        MiraiMap<Object> map = listening.daemons.everywhere(() -> "never run here");
        assertThat(map.collect()).isEmpty();
        listening.daemons.launchLocal(1);
        assertThat(listening.fleet.dialIn(0).inFlight()).hasSize(1);
    }

    @Test
    void beforeTheFirstLaunch_allThatAreToComeAreWaitedFor() {
        InMemoryProfile lazy = new InMemoryProfile(2, 1, Schedulers.immediate());
        MiraiMap<Object> map = lazy.daemons.everywhere(() -> "never run here");
        assertThat(map.size()).isEqualTo(2);
        assertThat(lazy.fleet.launching()).containsExactly(0, 1);
    }

    // ---- Daemons that join ----

    @Test
    void aDaemonThatJoins_runsAllOfThemBeforeItsTasks() {
        everywhere();
        everywhere();
        profile.answerAll(0, id -> 1);
        profile.answerAll(1, id -> 1);
        Mirai<Object> task = profile.submitOn(0, NONE);
        InMemoryDaemon fresh = profile.replace(0);
        for (int setups = 0; setups < 2; setups++) {
            assertThat(fresh.inFlight()).hasSize(1).doesNotContain(task.id());
            profile.receiveAll(0);
            fresh.returns(fresh.running().get(0), 1);
            fresh.deliver();
        }
        assertThat(fresh.inFlight()).containsExactly(task.id());
    }

    @Test
    void equalNames_replaceEachOther() {
        everywhere(NONE.name("a"), 0);
        everywhere(NONE.name("b"), 0);
        everywhere(NONE.name("a"), 0);
        profile.answerAll(0, id -> 1);
        assertThat(profile.daemons.status().daemons().get(0).complete()).isEqualTo(3);
        profile.replace(0);
        profile.answerAll(0, id -> 1);
        assertThat(profile.daemons.status().daemons().get(0).complete()).isEqualTo(3 + 2);
    }

    @Test
    void oneThatIsReplaced_waitsForNoMoreDaemons() {
        MiraiMap<Object> first = everywhere(NONE.name("a"), 3);
        everywhere(NONE.name("a"), 0);
        assertThat(errorOf(first.get(2)))
                .isInstanceOf(MiraiCanceled.class)
                .hasMessageEndingWith("was not run by as many daemons as it was to be: another everywhere of the name"
                        + " 'a' has taken its place");
        assertThat(first.get(0).unresolved()).isTrue();
    }

    @Test
    void tooMany_areRefusedAtTheCall() {
        for (int i = 0; i < 100; i++) {
            everywhere(NONE.name("setup " + i), 0);
        }
        assertThatIllegalStateException()
                .isThrownBy(this::everywhere)
                .withMessage("profile 'test' has 100 tasks already that each daemon runs when it joins; give those that"
                        + " may take each other's place the same name, by TaskOptions.name(…)");
        everywhere(NONE.name("setup 7"), 0);
    }

    // ---- Failures ----

    @Test
    void failure_onADaemonThatIsThereIsItsResult() {
        MiraiMap<Object> map = everywhere();
        profile.fail(0, map.get(0), new IllegalStateException("no licence"));
        profile.answer(1, map.get(1), "fine");
        assertThat(map.collectOutcomes().get(1)).isEqualTo(new Outcome.Value<>("fine"));
        assertThat(errorOf(map.get(0))).isInstanceOf(MiraiError.class).hasMessageContaining("no licence");
        Mirai<Object> task = profile.submit();
        assertThat(profile.daemon(0).inFlight()).containsExactly(task.id());
        assertThat(profile.replace(1).inFlight())
                .as("it was not to be repeated")
                .isEmpty();
    }

    @Test
    void failure_thatComesFirstEndsTheWaitForMore() {
        MiraiMap<Object> map = everywhere(NONE, 3);
        profile.fail(0, map.get(0), new IllegalStateException("no licence"));
        assertThat(errorOf(map.get(2)))
                .isInstanceOf(MiraiCanceled.class)
                .hasMessageEndingWith("daemons as it was to be: it has failed on daemon 0");
    }

    @Test
    void failure_onADaemonThatJoinsRefusesItAndGivesUpInTheEnd() {
        MiraiMap<Object> map = everywhere(NONE.name("licence"), 0);
        profile.answer(0, map.get(0), 1);
        profile.answer(1, map.get(1), 1);
        profile.answer(0, profile.submitOn(0, NONE), "which makes its death no early one");
        Mirai<Object> task = profile.submitOn(0, NONE);
        profile.daemon(0).die();
        for (int deaths = 1; deaths <= 5; deaths++) {
            profile.pass(Duration.ofSeconds(10));
            InMemoryDaemon joins = profile.fleet.dialIn(0);
            profile.receiveAll(0);
            joins.fails(joins.running().get(0), new IllegalStateException("no licence"));
            joins.deliver();
            assertThat(joins.isKilled()).isTrue();
            assertThat(joins.inFlight()).isEmpty();
            joins.deliver();
        }
        assertThat(profile.daemons.status().daemons().get(0).problem()).hasValueSatisfying(why -> assertThat(why)
                .startsWith("daemon 0 of profile 'test' ended 5 times in a row before it had finished a task;"
                        + " the last time: daemon 0 of profile 'test' may not join: ")
                .contains("java.lang.IllegalStateException: no licence")
                .contains("'licence'"));
        assertThat(errorOf(task)).isInstanceOf(MiraiReset.class).hasMessageContaining("cannot be had (daemon 0");
        assertThat(profile.daemons.isClosed()).isFalse();
    }

    @Test
    void timeout_onADaemonThatJoinsRefusesIt() {
        MiraiMap<Object> map = everywhere(NONE.timeout(Duration.ofSeconds(1)), 0);
        profile.answer(0, map.get(0), 1);
        profile.answer(1, map.get(1), 1);
        profile.submit();
        InMemoryDaemon joins = profile.replace(0);
        profile.receiveAll(0);
        long setup = joins.running().get(0);
        profile.pass(Duration.ofSeconds(1));
        profile.receiveAll(0);
        assertThat(joins.isTold(setup)).isTrue();
        joins.isInterrupted(setup);
        joins.deliver();
        assertThat(joins.isKilled()).isTrue();
        assertThat(joins.inFlight()).isEmpty();
    }

    @Test
    void death_atTheTaskIsItsResult_andTheNextDaemonRunsItAsOneThatJoins() {
        MiraiMap<Object> map = everywhere();
        profile.receiveAll(0);
        InMemoryDaemon next = profile.replace(0);
        assertThat(errorOf(map.get(0))).isInstanceOf(MiraiReset.class);
        assertThat(next.inFlight()).hasSize(1).doesNotContain(idOf(map, 0));
    }

    @Test
    void death_ofJoiningDaemonsAtTheTaskGivesUpInTheEnd() {
        everywhere();
        profile.answerAll(1, id -> 1);
        profile.receiveAll(0);
        profile.daemon(0).die();
        for (int deaths = 1; deaths <= 5; deaths++) {
            profile.pass(Duration.ofSeconds(10));
            InMemoryDaemon joins = profile.fleet.dialIn(0);
            profile.receiveAll(0);
            joins.die();
        }
        assertThat(profile.daemons.status().daemons().get(0).problem())
                .hasValueSatisfying(why -> assertThat(why).contains("may not join: daemon 0 was ended by signal 9 ("));
        Mirai<Object> next = profile.submit();
        profile.answer(1, next, 1);
        assertThat(next.collect()).isEqualTo(1);
    }

    @Test
    void death_beforeTheTaskHasBegunLeavesItToTheNextDaemon() {
        Mirai<Object> running = profile.submit();
        MiraiMap<Object> map = everywhere();
        profile.receiveAll(0);
        InMemoryDaemon next = profile.replace(0);
        assertThat(errorOf(running)).isInstanceOf(MiraiReset.class);
        assertThat(next.inFlight()).containsExactly(idOf(map, 1));
    }

    @Test
    void aDaemonThatLeavesAsAsked_leavesItsResultUndone() {
        Mirai<Object> running = profile.submit();
        MiraiMap<Object> map = everywhere();
        InMemoryDaemon leaving = profile.daemon(0);
        profile.receiveAll(0);
        leaving.drain(Departure.WALL_TIME);
        leaving.deliver();
        profile.answer(0, running, 1);
        leaving.die();
        assertThat(errorOf(map.get(1)))
                .isInstanceOf(MiraiReset.class)
                .hasMessage("daemon 0 left before it had begun element 1 (task " + idOf(map, 1) + ")");
    }

    @Test
    void aDaemonThatIsLeavingAsAsked_isNotCounted() {
        Mirai<Object> running = profile.submit();
        InMemoryDaemon leaving = profile.daemon(0);
        profile.receiveAll(0);
        leaving.drain(Departure.MAX_TASKS);
        leaving.deliver();
        MiraiMap<Object> map = everywhere();
        assertThat(map.size()).isEqualTo(1);
        profile.answer(1, map.get(0), "a");
        profile.answer(0, running, 1);
        leaving.die();
        assertThat(map.collect()).containsExactly("a");
    }

    @Test
    void aDaemonThatLeavesAsAskedWhileItIsAwaited_isAwaitedNoMore() {
        MiraiMap<Object> map = profile.daemons.everywhere(() -> "never run here", TaskOptions.none(), 3);
        profile.answer(0, map.get(0), "a");
        profile.answer(1, map.get(1), "b");
        profile.daemon(1).drain(Departure.MAX_TASKS);
        profile.daemon(1).deliver();
        profile.daemon(1).die();
        assertThat(map.get(2).unresolved()).as("launchLocal may still bring it").isTrue();
        profile.daemons.launchLocal(1);
        profile.fleet.dialIn(profile.fleet.launching().get(0));
        profile.answer(1, map.get(2), "c");
        assertThat(map.collect()).containsExactly("a", "b", "c");
    }

    @Test
    void stop_ofASetupThatHasFailedAsItsDaemonJoined_letsTheOthersCome() {
        profile.fleet.readValuesApart();
        StepScheduler pool = new StepScheduler();
        InMemoryProfile apart = InMemoryProfile.encodingApart(1, pool);
        MiraiMap<Object> map = apart.daemons.everywhere(
                () -> "never run here", TaskOptions.none().name("setup"), 2);
        apart.answer(0, map.get(0), "a");
        pool.step();
        apart.daemons.launchLocal(1);
        apart.fleet.dialIn(1);
        apart.fail(1, map.get(1), new IllegalStateException("boom")); // not read yet
        Mirai<Object> first = apart.submit();
        Mirai<Object> second = apart.submit();
        map.get(1).stop();
        assertThat(apart.daemon(1).inFlight()).containsExactly(second.id());
        assertThat(apart.daemon(0).inFlight()).containsExactly(first.id());
    }

    @Test
    void stop_ofAResultIsForItsDaemonAlone() {
        Mirai<Object> running = profile.submit();
        MiraiMap<Object> map = everywhere();
        Mirai<Object> queued = profile.submit();
        assertThat(map.get(1).stop()).isTrue(); // daemon 1 was free and has the first
        profile.answer(0, running, 1);
        assertThat(profile.daemon(0).inFlight()).containsExactly(queued.id());
        profile.answer(1, map.get(0), 2);
        assertThat(map.get(0).collect()).isEqualTo(2);
    }

    @Test
    void close_endsWhatIsStillWaitedFor() {
        profile.submit();
        MiraiMap<Object> map = everywhere(NONE, 3);
        profile.daemons.close();
        for (int index = 0; index < 3; index++) {
            assertThat(((MiraiReset) errorOf(map.get(index))).reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
        }
        assertThatIllegalStateException().isThrownBy(this::everywhere).withMessage("profile 'test' is closed");
    }

    @Test
    void min_belowNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> everywhere(NONE, -1))
                .withMessage("everywhere: min must not be negative, but is -1");
    }

    @Test
    void unknownProfile_isAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Daemons.profile("gpu").everywhere(() -> 1))
                .withMessageStartingWith("profile 'gpu' has no daemons; ");
    }

    // ---- The tasks of one slot ----

    @Test
    void inTurn_eachDaemonGetsTheNext() {
        InMemoryProfile turns = InMemoryProfile.inTurn(2);
        List<Mirai<Object>> tasks =
                List.of(turns.submit(), turns.submit(), turns.submit(), turns.submit(), turns.submit());
        turns.answerAll(0, id -> "zero");
        assertThat(tasks.stream().map(Mirai::unresolved)).containsExactly(false, true, false, true, false);
        assertThat(turns.daemons.status().queued()).isOne();
        turns.answerAll(1, id -> "one");
        assertThat(tasks).allMatch(task -> !task.unresolved());
    }

    @Test
    void inTurn_whatDeadDaemonsHaveNotBegunGoesOn() {
        InMemoryProfile turns = InMemoryProfile.inTurn(2);
        Mirai<Object> begun = turns.submit();
        turns.submit();
        Mirai<Object> waits = turns.submit();
        turns.receiveAll(0);
        turns.daemon(0).die();
        assertThat(errorOf(begun)).isInstanceOf(MiraiReset.class);
        turns.answerAll(1, id -> "one");
        assertThat(waits.collect()).isEqualTo("one");
    }

    @Test
    void pinned_waitsForItsDaemonThoughAnotherIsFree() {
        Mirai<Object> running = profile.submit();
        Mirai<Object> pinned = profile.submitOn(0, NONE);
        assertThat(profile.daemon(1).inFlight()).isEmpty();
        assertThat(profile.daemons.status().queued()).isOne();
        profile.answer(0, running, 1);
        assertThat(profile.daemon(0).inFlight()).containsExactly(pinned.id());
        assertThat(profile.daemons.status().queued()).isZero();
    }

    @Test
    void pinned_isStoppedAndTimedOutWhereItWaits() {
        profile.submit();
        Mirai<Object> stopped = profile.submitOn(0, NONE);
        Mirai<Object> late = profile.submitOn(0, NONE.queueTimeout(Duration.ofSeconds(1)));
        stopped.stop();
        profile.pass(Duration.ofSeconds(1));
        assertThat(errorOf(late)).isInstanceOf(MiraiTimeout.class);
        assertThat(profile.daemons.status().queued()).isZero();
        profile.answerAll(0, id -> 1);
        assertThat(profile.daemons.status().completed()).isOne();
    }

    @Test
    void pinned_waitsForTheNextDaemonOfItsSlot() {
        Mirai<Object> running = profile.submit();
        Mirai<Object> pinned = profile.submitOn(0, NONE);
        profile.receiveAll(0);
        assertThat(profile.replace(0).inFlight()).containsExactly(pinned.id());
        assertThat(errorOf(running)).isInstanceOf(MiraiReset.class);
    }

    @Test
    void pinned_toADaemonThatHasLeftFails_untilOneTakesItsPlace() {
        Mirai<Object> waits = profile.submitOn(0, NONE);
        Mirai<Object> waitsBehind = profile.submitOn(0, NONE);
        InMemoryDaemon leaving = profile.daemon(0);
        profile.receiveAll(0);
        leaving.drain(Departure.MAX_TASKS);
        leaving.deliver();
        profile.answer(0, waits, 1);
        leaving.die();
        String text = " was for daemon 0 of profile 'test' alone, which has left; launchLocal(1) starts another in its"
                + " place";
        assertThat(errorOf(waitsBehind)).hasMessage("task " + waitsBehind.id() + text);
        assertThat(errorOf(profile.submitOn(0, NONE))).hasMessageEndingWith(text);
        profile.daemons.launchLocal(1);
        InMemoryDaemon next = profile.fleet.dialIn(0);
        assertThat(next.instance()).isEqualTo(2);
        assertThat(next.inFlight()).isEmpty();
        Mirai<Object> late = profile.submitOn(0, NONE);
        assertThat(next.inFlight()).containsExactly(late.id());
    }
}
