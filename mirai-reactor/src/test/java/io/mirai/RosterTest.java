package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mirai.memory.InMemoryDaemon;
import io.mirai.spi.Departure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** Daemons come, go, die and cannot be had: what becomes of their tasks, and when the profile gives up. */
class RosterTest {

    private final InMemoryProfile profile = InMemoryProfile.online(1);

    @Test
    void draining_letsTheTaskEndAndReplacesTheDaemon() {
        Mirai<Object> last = profile.submit();
        InMemoryDaemon daemon = profile.daemon(0);
        profile.receiveAll(0);
        daemon.drain(Departure.OUT_OF_MEMORY);
        daemon.deliver();
        Mirai<Object> next = profile.submit();
        profile.fail(0, last, new OutOfMemoryError("Java heap space"));
        assertThat(errorOf(last)).hasMessageContaining("java.lang.OutOfMemoryError: Java heap space");
        assertThat(daemon.isKilled()).isFalse();
        daemon.die();
        profile.fleet.dialIn(0);
        assertThat(profile.daemon(0).inFlight()).containsExactly(next.id());
    }

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
    void launchFailures_makeThePauseTwiceAsLongEachTime() {
        profile.daemon(0).die();
        for (int pause = 100; pause <= 800; pause *= 2) {
            profile.pass(Duration.ofMillis(pause - 1));
            assertThat(profile.fleet.launching()).as("before %d ms", pause).isEmpty();
            profile.pass(Duration.ofMillis(1));
            assertThat(profile.fleet.launching()).as("after %d ms", pause).containsExactly(0);
            profile.fleet.failLaunch(0, "no luck");
        }
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
        while (!five.fleet.launching().isEmpty()) { // a few at a time
            five.fleet.dialIn(five.fleet.launching().get(0));
        }
        assertThat(five.fleet.online()).extracting(InMemoryDaemon::slot).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(five.daemons.isClosed()).isFalse();
    }

    @Test
    void daemonThatIsAdmittedBeforeTheFleetListens_countsForTheStart() {
        InMemoryProfile early = new InMemoryProfile(2, 1, Schedulers.immediate());
        early.fleet.holdDoor();
        AtomicBoolean started = new AtomicBoolean();
        early.daemons.start().subscribe(nothing -> {}, error -> {}, () -> started.set(true));
        early.fleet.dialInUnasked(0);
        early.fleet.opens();
        assertThat(started).isFalse();
        early.fleet.dialIn(1);
        assertThat(started).isTrue();
    }

    @Test
    void manyDaemons_areLaunchedAFewAtATime() {
        int atOnce = 2 * Runtime.getRuntime().availableProcessors();
        int slots = 10 * atOnce;
        InMemoryProfile many = new InMemoryProfile(slots, 1, Schedulers.immediate());
        AtomicBoolean started = new AtomicBoolean();
        many.daemons.start().subscribe(nothing -> {}, error -> {}, () -> started.set(true));
        for (int dialledIn = 0; dialledIn < slots; dialledIn++) {
            assertThat(started).isFalse();
            assertThat(many.fleet.launching()).hasSize(Math.min(atOnce, slots - dialledIn));
            many.fleet.dialIn(many.fleet.launching().get(0));
        }
        assertThat(started).isTrue();
        assertThat(many.fleet.launching()).isEmpty();
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
    void firstTask_launchesAProfileThatNobodyStarted() {
        InMemoryProfile lazy = new InMemoryProfile(2, 1, Schedulers.immediate());
        assertThat(lazy.fleet.launching()).isEmpty();
        lazy.submit();
        assertThat(lazy.fleet.launching()).containsExactly(0, 1);
        assertThat(lazy.daemons.status().daemons())
                .as("never connected")
                .containsExactly(new DaemonStatus(0, false, 0, 0, 0), new DaemonStatus(1, false, 0, 0, 0));
    }

    // ---- Who counts towards giving up ----

    @Test
    void drainingBeforeTheFirstTask_countsAsAnEarlyDeath() {
        for (int i = 0; i < 5; i++) {
            assertThat(profile.daemons.isClosed()).isFalse();
            profile.daemon(0).drain(Departure.OUT_OF_MEMORY);
            profile.daemon(0).deliver();
            profile.daemon(0).die();
            profile.pass(Duration.ofSeconds(2));
            profile.fleet.launching().forEach(profile.fleet::dialIn);
        }
        assertThat(profile.daemons.isClosed()).isTrue();
    }

    @Test
    void replacementsByUs_neverGiveUp() {
        for (int i = 0; i < 10; i++) {
            InMemoryDaemon daemon = profile.daemon(0);
            profile.submit().stop(); // the daemon is frozen and never reads it
            profile.pass(Duration.ofSeconds(2));
            daemon.deliver();
            profile.fleet.dialIn(0);
        }
        assertThat(profile.daemons.isClosed()).isFalse();
    }

    // ---- Slots that give up ----

    private static final String GAVE_UP =
            "daemon 1 of profile 'test' ended 5 times in a row before it had finished a task;"
                    + " the last time: no luck";

    private void failLaunches(int slot) {
        for (int i = 0; i < 5; i++) {
            profile.fleet.failLaunch(slot, "no luck");
            profile.pass(Duration.ofSeconds(2));
        }
    }

    @Test
    void launchLocal_ofADaemonThatCannotStartCostsItsSlotAlone() {
        Mirai<Object> running = profile.submit();
        assertThat(profile.daemons.launchLocal(1)).isEqualTo(1);
        failLaunches(1);
        assertThat(profile.daemons.status().daemons())
                .containsExactly(
                        new DaemonStatus(0, true, 1, 1, 0), new DaemonStatus(1, false, 0, 0, 0, Optional.of(GAVE_UP)));
        assertThat(profile.daemons.status().toString()).contains("ended 5 times in a row");
        profile.answer(0, running, 1);
        assertThat(running.collect()).isEqualTo(1);
        Mirai<Object> next = profile.submit();
        profile.answer(0, next, 2);
        assertThat(next.collect()).isEqualTo(2);
    }

    @Test
    void launchFailure_isSeenWhileTheSlotTriesAgain() {
        profile.daemons.launchLocal(1);
        profile.fleet.failLaunch(1, "no luck");
        assertThat(profile.daemons.status().daemons().get(1).problem()).hasValue("no luck");
        profile.pass(Duration.ofSeconds(1));
        profile.fleet.dialIn(1);
        assertThat(profile.daemons.status().daemons().get(1).problem()).isEmpty();
    }

    @Test
    void launchLocal_triesASlotAgainThatHasGivenUp() {
        profile.daemons.launchLocal(1);
        failLaunches(1);
        profile.daemons.launchLocal(1);
        profile.fleet.failLaunch(1, "no luck"); // the first of five again
        profile.pass(Duration.ofSeconds(1));
        profile.fleet.dialIn(1);
        assertThat(profile.daemons.status().daemons())
                .containsExactly(new DaemonStatus(0, true, 1, 0, 0), new DaemonStatus(1, true, 1, 0, 0));
    }

    @Test
    void saisei_triesASlotAgainThatHasGivenUp() {
        profile.daemons.launchLocal(1);
        failLaunches(1);
        assertThat(profile.daemons.saisei(1, false)).isPresent();
        profile.fleet.dialIn(1);
        assertThat(profile.daemons.status().connections()).isEqualTo(2);
    }

    @Test
    void lastSlotThatGivesUp_failsTheProfile() {
        Mirai<Object> running = profile.submit();
        profile.receiveAll(0);
        profile.daemons.launchLocal(1);
        failLaunches(1);
        profile.daemon(0).die();
        Mirai<Object> queued = profile.submit();
        failLaunches(0);
        assertThat(errorOf(running)).isInstanceOf(MiraiReset.class);
        assertThat(errorOf(queued))
                .isInstanceOf(MiraiReset.class)
                .hasMessageContaining("daemon 0")
                .hasMessageContaining("no luck");
        assertThat(profile.daemons.isClosed()).isTrue();
    }

    @Test
    void taskOfASlotThatGivesUp_fails() {
        profile.daemons.launchLocal(1);
        Mirai<Object> pinned = profile.submitOn(1, TaskOptions.none());
        failLaunches(1);
        assertThat(errorOf(pinned))
                .isInstanceOf(MiraiReset.class)
                .hasMessage("task " + pinned.id() + " was for daemon 1 of profile 'test' alone, which cannot be had ("
                        + GAVE_UP + "); launchLocal(1) starts another in its place");
    }

    @Test
    void start_completesWithoutTheSlotThatGivesUp() {
        InMemoryProfile two = new InMemoryProfile(2, 1, Schedulers.immediate());
        AtomicReference<String> started = new AtomicReference<>("no");
        MiraiMap<Object> map = two.daemons.everywhere(() -> "never run here");
        two.daemons.start().subscribe(nothing -> {}, error -> {}, () -> started.set("yes"));
        two.fleet.dialIn(0);
        two.answer(0, map.get(0), 1);
        for (int i = 0; i < 5; i++) {
            assertThat(started.get()).isEqualTo("no");
            two.fleet.failLaunch(1, "no luck");
            two.pass(Duration.ofSeconds(2));
        }
        assertThat(started.get()).isEqualTo("yes");
        assertThat(map.get(0).collect()).isEqualTo(1);
        assertThat(map.unresolved()).isFalse();
    }

    @Test
    void timeout_whileNoDaemonCanStartSaysWhyNoneCan() {
        InMemoryProfile broken = new InMemoryProfile(1, 1, Schedulers.immediate());
        Mirai<Object> waiting = broken.submit(TaskOptions.none().timeout(Duration.ofMillis(50)));
        Mirai<Object> queued = broken.submit(TaskOptions.none().queueTimeout(Duration.ofMillis(50)));
        MiraiMap<Object> map = broken.daemons.map(
                List.of(1),
                x -> "never run here",
                MapOptions.none().task(TaskOptions.none().timeout(Duration.ofMillis(50))));
        broken.fleet.failLaunch(0, "java: not found");
        broken.pass(Duration.ofMillis(50));
        assertThat(List.of(errorOf(waiting), errorOf(queued), errorOf(map.get(0))))
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(MiraiTimeout.class)
                        .hasMessageContaining("0 daemons online: see the cause")
                        .hasCauseInstanceOf(IllegalStateException.class)
                        .hasRootCauseMessage("java: not found"));
    }

    @Test
    void timeout_whileADaemonIsThereHasNoCause() {
        profile.submit();
        Mirai<Object> waiting = profile.submit(TaskOptions.none().timeout(Duration.ofMillis(50)));
        profile.pass(Duration.ofMillis(50));
        assertThat(errorOf(waiting)).isInstanceOf(MiraiTimeout.class).hasNoCause();
    }

    // ---- Retries ----

    @Test
    void retry_countsStartsAndNotHandOuts() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().retry(1));
        for (int handOuts = 0; handOuts < 3; handOuts++) {
            profile.replace(0); // before it has begun there
        }
        profile.receiveAll(0);
        assertThat(profile.daemon(0).attemptOf(mirai.id())).isEqualTo(1);
        profile.replace(0);
        assertThat(mirai.unresolved()).isTrue();
        profile.receiveAll(0);
        assertThat(profile.daemon(0).attemptOf(mirai.id())).isEqualTo(2);
        profile.replace(0);
        MiraiReset reset = (MiraiReset) errorOf(mirai);
        assertThat(reset.attempts()).isEqualTo(2);
        assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
        assertThat(reset).hasMessageEndingWith("which had begun; it was tried 2 times");
    }

    @Test
    void retry_thatWaitsWhenItsProfileCloses_saysThatItHadBegun() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().retry(1));
        profile.receiveAll(0);
        profile.daemon(0).die();
        profile.daemons.close();
        MiraiReset reset = (MiraiReset) errorOf(mirai);
        assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
        assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
        assertThat(reset.attempts()).isEqualTo(1);
    }

    // ---- Links ----

    @Test
    void link_forATakenSlotIsEnded() {
        Mirai<Object> running = profile.submit();
        InMemoryDaemon stranger = profile.fleet.dialInUnasked(0);
        assertThat(stranger.isKilled()).isTrue();
        stranger.deliver();
        profile.answer(0, running, 1);
        assertThat(running.collect()).isEqualTo(1);
        assertThat(profile.fleet.launching()).isEmpty();
    }

    @Test
    void linkLost_dropsTheLateReplyOfTheOldDaemon() {
        Mirai<Object> lost = profile.submit();
        profile.receiveAll(0);
        InMemoryDaemon old = profile.daemon(0);
        old.loseLink();
        assertThat(((MiraiReset) errorOf(lost)).reason()).isEqualTo(MiraiReset.Reason.LINK_LOST);
        assertThat(((MiraiReset) errorOf(lost)).started()).isEqualTo(MiraiReset.Started.UNKNOWN);
        profile.fleet.dialIn(0);
        Mirai<Object> next = profile.submit();
        old.returns(lost.id(), "late");
        old.deliver();
        assertThat(profile.daemon(0).inFlight()).containsExactly(next.id());
        assertThat(profile.daemons.status().executing()).isEqualTo(1);
        assertThat(profile.daemons.status().completed()).isZero();
    }

    @Test
    void sendThatThrows_holdsUpNobodyElse() {
        InMemoryProfile two = new InMemoryProfile(2, 1, Schedulers.immediate());
        two.daemons.start().subscribe();
        Mirai<Object> first = two.submit();
        Mirai<Object> second = two.submit();
        InMemoryDaemon broken =
                two.fleet.dialIn(0, daemon -> daemon.refuseToSend(new OutOfMemoryError("direct memory")));
        two.fleet.dialIn(1);
        assertThat(broken.isKilled()).isTrue();
        assertThat(two.daemon(1).inFlight()).containsExactly(second.id());
        assertThat(two.daemons.status().executing()).isEqualTo(2);
        broken.deliver();
        assertThat(two.daemons.status().executing()).isEqualTo(1);
        two.answer(1, second, 2);
        assertThat(two.daemon(1).inFlight()).containsExactly(first.id());
    }

    // ---- Listening and launching ----

    @Test
    void start_thatCannotListenFails() {
        InMemoryProfile deaf = new InMemoryProfile(1, 1, Schedulers.immediate());
        deaf.fleet.holdDoor();
        AtomicReference<Throwable> started = new AtomicReference<>();
        deaf.daemons.start().subscribe(nothing -> {}, started::set);
        Mirai<Object> queued = deaf.submit();
        deaf.fleet.cannotOpen(new IOException("no room"));
        String reason = "profile 'test' cannot listen for its daemons: no room";
        assertThat(started.get()).isInstanceOf(IllegalStateException.class).hasMessage(reason);
        assertThat(errorOf(queued)).isInstanceOf(MiraiReset.class).hasMessage(reason);
        assertThat(deaf.fleet.isClosed()).isTrue();
    }

    @Test
    void launchThatThrows_isALaunchFailure() {
        InMemoryProfile poor = new InMemoryProfile(2, 1, Schedulers.immediate());
        poor.fleet.refuseToLaunch(new OutOfMemoryError("unable to create native thread"));
        AtomicReference<Throwable> started = new AtomicReference<>();
        poor.daemons.start().subscribe(nothing -> {}, started::set);
        poor.pass(Duration.ofSeconds(10));
        assertThat(started.get())
                .hasMessage("daemon 1 of profile 'test' ended 5 times in a row before it had finished a task;"
                        + " the last time: java.lang.OutOfMemoryError: unable to create native thread");
    }

    @Test
    void url_startsWhenItListensAndLaunchesWhatIsAskedFor() {
        InMemoryProfile open = InMemoryProfile.listening();
        open.fleet.holdDoor();
        AtomicReference<String> started = new AtomicReference<>("no");
        open.daemons.start().subscribe(nothing -> {}, error -> {}, () -> started.set("yes"));
        assertThat(started.get()).isEqualTo("no");
        open.fleet.opens();
        assertThat(started.get()).isEqualTo("yes");
        Mirai<Object> queued = open.submit();
        assertThat(open.fleet.launching()).isEmpty();
        open.daemons.launchLocal(2);
        assertThat(open.fleet.launching()).containsExactly(0, 1);
        open.fleet.dialIn(1);
        open.answer(1, queued, 1);
        assertThat(queued.collect()).isEqualTo(1);
    }

    @Test
    void launchLocal_whileTheDoorOpensIsPartOfTheStart() {
        InMemoryProfile slow = new InMemoryProfile(1, 1, Schedulers.immediate());
        slow.fleet.holdDoor();
        AtomicReference<String> started = new AtomicReference<>("no");
        slow.daemons.start().subscribe(nothing -> {}, error -> {}, () -> started.set("yes"));
        slow.daemons.launchLocal(1);
        slow.fleet.opens();
        slow.fleet.dialIn(0);
        assertThat(started.get()).isEqualTo("no");
        slow.fleet.dialIn(1);
        assertThat(started.get()).isEqualTo("yes");
    }
}
