package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.memory.InMemoryDaemon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** A daemon is to finish what it runs, and leave. */
class DrainTest {

    private static final Duration SHORT = Duration.ofNanos(100_000);

    private static CompletableFuture<Void> drain(InMemoryProfile profile, int slot) {
        return profile.daemons.drain(slot).toFuture();
    }

    private static DaemonStatus status(InMemoryProfile profile, int slot) {
        return profile.daemons.status().daemons().get(slot);
    }

    /** Its daemon hears that it is to leave, says so if it has nothing to do, and does. */
    private static void leave(InMemoryProfile profile, int slot) {
        profile.receiveAll(slot);
        profile.deliverAll(slot);
        assertThat(profile.daemon(slot).isDraining()).isTrue();
        profile.daemon(slot).die();
    }

    @Test
    void aBusyDaemon_endsItsTaskTakesNoOtherAndIsNotReplaced() {
        InMemoryProfile profile = InMemoryProfile.online(2);
        Mirai<Object> running = profile.submit();
        profile.receiveAll(0);
        CompletableFuture<Void> left = drain(profile, 0);
        assertThat(status(profile, 0).problem())
                .contains("it takes no more tasks and leaves, since drain() was called");
        List<Mirai<Object>> others = List.of(profile.submit(), profile.submit());
        profile.answer(1, others.get(0), "a");
        profile.answer(1, others.get(1), "b");
        profile.answer(0, running, "r");
        assertThat(running.collect()).isEqualTo("r");
        assertThat(left).isNotDone();
        leave(profile, 0);
        assertThat(left).isCompleted();
        profile.pass(Duration.ofMinutes(1));
        assertThat(profile.fleet.launching()).isEmpty();
        assertThat(status(profile, 0).problem()).isEmpty();
        assertThat(profile.daemon(1).inFlight()).isEmpty();
    }

    @Test
    void withoutASubscriber_nothingHappens() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        profile.daemons.drain(0);
        profile.daemons.drain();
        Mirai<Object> task = profile.submit();
        profile.answer(0, task, 1);
        assertThat(task.collect()).isEqualTo(1);
    }

    @Test
    void twiceAndCancelled_itLeavesOnce() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        CompletableFuture<Void> left = drain(profile, 0);
        profile.daemons.drain(0).subscribe().dispose();
        profile.daemons.drain().subscribe().dispose();
        CompletableFuture<Void> again = profile.daemons.drain().toFuture();
        leave(profile, 0);
        assertThat(left).isCompleted();
        assertThat(again).isCompleted();
        assertThat(drain(profile, 0)).isCompleted();
        assertThat(profile.daemons.drain().toFuture()).isCompleted();
        assertThat(profile.fleet.launching()).isEmpty();
    }

    @Test
    void whatWasSentAhead_runsElsewhereAndCountsAsNoAttempt() {
        InMemoryProfile profile = InMemoryProfile.online(2);
        profile.daemon(1).startWhenTold();
        Mirai<Object> elsewhere = null;
        for (int i = 0; i < 20; i++) {
            Mirai<Object> task = profile.submit();
            if (profile.daemon(1).knows(task.id())) {
                elsewhere = task;
            } else {
                profile.daemon(0).taskTakes(SHORT);
                profile.answer(0, task, i);
            }
        }
        Objects.requireNonNull(elsewhere);
        profile.daemon(0).startWhenTold();
        List<Mirai<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            tasks.add(profile.submit());
        }
        assertThat(profile.daemon(0).inFlight()).hasSize(33);
        profile.receiveAll(0);
        profile.daemon(0).begin(tasks.get(0).id());
        profile.daemons.drain(0).subscribe();
        profile.receiveAll(0);
        profile.deliverAll(0);
        assertThat(profile.daemon(0).inFlight()).containsExactly(tasks.get(0).id());
        profile.answer(0, tasks.get(0), "first");
        leave(profile, 0);
        profile.receiveAll(1);
        profile.daemon(1).begin(elsewhere.id());
        profile.answer(1, elsewhere, "elsewhere");
        for (Mirai<Object> task : tasks.subList(1, 33)) {
            profile.receiveAll(1);
            assertThat(profile.daemon(1).attemptOf(task.id())).isOne();
            profile.daemon(1).begin(task.id());
            profile.answer(1, task, "second");
            assertThat(task.collect()).isEqualTo("second");
        }
    }

    @Test
    void whatItHasAndHasNotBegun_runsThereIfItHasAThread() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        Mirai<Object> sent = profile.submit();
        profile.daemons.drain(0).subscribe();
        profile.answer(0, sent, 1);
        assertThat(sent.collect()).isEqualTo(1);
        leave(profile, 0);
    }

    @Test
    void whenItDiesMeanwhile_itIsNotReplaced() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        Mirai<Object> running = profile.submit();
        profile.receiveAll(0);
        CompletableFuture<Void> left = drain(profile, 0);
        profile.daemon(0).die();
        assertThat(errorOf(running)).isInstanceOf(MiraiReset.class);
        assertThat(left).isCompleted();
        assertThat(profile.fleet.launching()).isEmpty();
    }

    @Test
    void aTaskThatHeedsNoStop_keepsItNot() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        Mirai<Object> running = profile.submit();
        InMemoryDaemon daemon = profile.stopInVain(0, running);
        CompletableFuture<Void> left = drain(profile, 0);
        profile.pass(Duration.ofSeconds(3));
        assertThat(daemon.isKilled()).isTrue();
        daemon.deliver();
        assertThat(left).isCompleted();
        assertThat(profile.fleet.launching()).isEmpty();
    }

    @Test
    void all_leaveAndQueuedTasksWaitForTheNextDaemon() {
        InMemoryProfile profile = InMemoryProfile.online(2);
        List<Mirai<Object>> tasks = List.of(profile.submit(), profile.submit(), profile.submit());
        profile.receiveAll(0);
        profile.receiveAll(1);
        CompletableFuture<Void> left = profile.daemons.drain().toFuture();
        profile.answer(0, tasks.get(0), "a");
        leave(profile, 0);
        assertThat(left).isNotDone();
        profile.answer(1, tasks.get(1), "b");
        leave(profile, 1);
        assertThat(left).isCompleted();
        Mirai<Object> later = profile.submit();
        assertThat(profile.daemons.status().queued()).isEqualTo(2);
        profile.daemons.launchLocal(1);
        profile.fleet.dialIn(0);
        profile.answer(0, tasks.get(2), "c");
        profile.answer(0, later, "d");
        assertThat(tasks.get(2).collect()).isEqualTo("c");
        assertThat(later.collect()).isEqualTo("d");
        assertThat(status(profile, 0).problem()).isEmpty();
    }

    @Test
    void aSetupTaskThatItHasNotBegun_fails() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        Mirai<Object> running = profile.submit();
        profile.receiveAll(0);
        MiraiMap<Object> everywhere = profile.daemons.everywhere(() -> "never run here");
        profile.daemons.drain(0).subscribe();
        profile.answer(0, running, 1);
        leave(profile, 0);
        assertThat(errorOf(everywhere.get(0)))
                .isInstanceOf(MiraiReset.class)
                .hasMessageStartingWith("daemon 0 left before it had begun ");
    }

    @Test
    void aTaskForItAlone_fails() {
        InMemoryProfile profile = InMemoryProfile.online(2);
        Mirai<Object> running = profile.submitOn(0, TaskOptions.none());
        Mirai<Object> own = profile.submitOn(0, TaskOptions.none());
        profile.receiveAll(0);
        profile.daemons.drain(0).subscribe();
        profile.answer(0, running, 1);
        leave(profile, 0);
        assertThat(errorOf(own))
                .isInstanceOf(MiraiReset.class)
                .hasMessageContaining("was for daemon 0 of profile 'test' alone, which has left");
    }

    @Test
    void whatWasGivenToItInTurn_runsElsewhere() {
        InMemoryProfile profile = InMemoryProfile.inTurn(2);
        List<Mirai<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tasks.add(profile.submit());
        }
        profile.receiveAll(0);
        profile.daemons.drain(0).subscribe();
        profile.answer(0, tasks.get(0), 0);
        leave(profile, 0);
        profile.answerAll(1, id -> id);
        assertThat(tasks).noneMatch(Mirai::unresolved);
    }

    // ---- Slots without a daemon ----

    @Test
    void anEmptySlot_isDoneAtOnce() {
        InMemoryProfile profile = InMemoryProfile.listening(2);
        assertThat(drain(profile, 1)).isCompleted();
        profile.fleet.dialInFromElsewhere(1, 1);
        assertThat(status(profile, 1).online()).isTrue();
    }

    @Test
    void aDaemonThatIsBeingLaunched_leavesAsItDialsIn() {
        InMemoryProfile profile = new InMemoryProfile(1, 1, Schedulers.immediate());
        profile.daemons.start().subscribe();
        Mirai<Object> task = profile.submit();
        CompletableFuture<Void> left = drain(profile, 0);
        assertThat(left).isNotDone();
        profile.fleet.dialIn(0);
        assertThat(profile.daemon(0).inFlight()).isEmpty();
        leave(profile, 0);
        assertThat(left).isCompleted();
        assertThat(profile.fleet.launching()).isEmpty();
        assertThat(task.unresolved()).isTrue();
    }

    @Test
    void aLaunchThatFailsMeanwhile_isNotTriedAgain() {
        InMemoryProfile profile = InMemoryProfile.online(2);
        profile.daemon(0).die();
        profile.pass(Duration.ofSeconds(1));
        Mirai<Object> own = profile.submitOn(0, TaskOptions.none());
        CompletableFuture<Void> left = drain(profile, 0);
        profile.fleet.failLaunch(0, "no luck");
        assertThat(left).isCompleted();
        assertThat(errorOf(own)).hasMessageContaining("which has left");
        profile.pass(Duration.ofMinutes(1));
        assertThat(profile.fleet.launching()).isEmpty();
    }

    @Test
    void aDaemonThatIsToBeLaunchedAfterAPause_isCalledOff() {
        InMemoryProfile profile = InMemoryProfile.online(2);
        profile.daemon(0).die();
        assertThat(profile.fleet.launching()).isEmpty();
        assertThat(drain(profile, 0)).isCompleted();
        profile.pass(Duration.ofMinutes(1));
        assertThat(profile.fleet.launching()).isEmpty();
        profile.daemons.launchLocal(1);
        assertThat(profile.fleet.launching()).containsExactly(0);
    }

    @Test
    void beforeTheStart_noDaemonIsLaunched() {
        InMemoryProfile profile = new InMemoryProfile(2, 1, Schedulers.immediate());
        assertThat(drain(profile, 0)).isCompleted();
        CompletableFuture<Void> started = profile.daemons.start().toFuture();
        assertThat(profile.fleet.launching()).containsExactly(1);
        profile.fleet.dialIn(1);
        assertThat(started).isCompleted();
    }

    @Test
    void aSlotThatThereIsNot_isRefusedInPlainWords() {
        InMemoryProfile profile = InMemoryProfile.online(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile.daemons.drain(2))
                .withMessage("profile 'test' has no daemon 2; it has 0 to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> profile.daemons.drain(-1));
    }

    // ---- Others ----

    @Test
    void oneFromElsewhere_leavesAndAnotherMayComeByItself() {
        InMemoryProfile profile = InMemoryProfile.listening(1);
        profile.fleet.dialInFromElsewhere(1);
        CompletableFuture<Void> left = drain(profile, 0);
        leave(profile, 0);
        assertThat(left).isCompleted();
        assertThat(status(profile, 0).problem()).isEmpty();
        profile.fleet.dialInFromElsewhere(1);
        Mirai<Object> task = profile.submit();
        profile.answer(0, task, 1);
        assertThat(task.collect()).isEqualTo(1);
    }

    @Test
    void aClose_completesIt() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        CompletableFuture<Void> left = drain(profile, 0);
        profile.daemons.closeAsync().subscribe();
        assertThat(left).isCompleted();
        assertThat(drain(profile, 0)).isCompleted();
    }

    @Test
    void itsEnd_isSignalledWhereUserCodeMayRun() {
        InMemoryProfile profile = InMemoryProfile.publishing(1);
        CompletableFuture<String> signalled = new CompletableFuture<>();
        profile.daemons
                .drain(0)
                .subscribe(
                        nothing -> {},
                        signalled::completeExceptionally,
                        () -> signalled.complete(Thread.currentThread().getName()));
        leave(profile, 0);
        assertThat(signalled.join()).startsWith("parallel");
    }
}
