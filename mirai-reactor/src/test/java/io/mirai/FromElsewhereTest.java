package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mirai.MiraiReset.Reason;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.spi.Departure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Daemons dial in that the host has not started. */
class FromElsewhereTest {

    private final InMemoryProfile profile = InMemoryProfile.listening(2);

    private DaemonStatus slot(int index) {
        return profile.daemons.status().daemons().get(index);
    }

    @Test
    void slots_areThereBeforeTheirDaemons_andNothingIsLaunched() {
        assertThat(profile.daemons.status().daemons())
                .containsExactly(new DaemonStatus(0, false, 0, 0, 0), new DaemonStatus(1, false, 0, 0, 0));
        assertThat(profile.fleet.launching()).isEmpty();
    }

    @Test
    void daemon_takesTheFirstSlotThatHasNone_andIsToldWhich() {
        assertThat(profile.fleet.dialInFromElsewhere(1).slot()).isZero();
        InMemoryDaemon second = profile.fleet.dialInFromElsewhere(1);
        assertThat(second.slot()).isOne();
        assertThat(second.instance()).isOne();
        profile.daemon(0).loseLink();
        InMemoryDaemon next = profile.fleet.dialInFromElsewhere(1);
        assertThat(next.slot()).isZero();
        assertThat(next.instance()).isEqualTo(2);
    }

    @Test
    void moreDaemonsThanSlots_haveSlotsOfTheirOwn() {
        for (int slot = 0; slot < 5; slot++) {
            assertThat(profile.fleet.dialInFromElsewhere(1).slot()).isEqualTo(slot);
        }
        assertThat(profile.daemons.status().connections()).isEqualTo(5);
    }

    @Test
    void slotThatIsAskedFor_isTakenIfItIsFree() {
        assertThat(profile.fleet.dialInFromElsewhere(1, 1).slot()).isOne();
        assertThat(profile.fleet.dialInFromElsewhere(1, 1).refusedBecause())
                .isEqualTo("slot 1 of profile 'test' has a daemon, or one is being started for it;"
                        + " without a slot of its own a daemon gets the first that is free");
        assertThat(profile.fleet.dialInFromElsewhere(2, 1).refusedBecause())
                .isEqualTo("profile 'test' has no daemon 2; it has 0 to 1");
        assertThat(profile.daemons.status().connections()).isOne();
    }

    @Test
    void tasks_waitUntilSomebodyComes_andWhenNobodyIsLeft() {
        Mirai<Object> task = profile.submit();
        assertThat(profile.fleet.dialInFromElsewhere(1).inFlight()).containsExactly(task.id());
        Mirai<Object> next = profile.submit();
        profile.answer(0, task, 1);
        profile.answer(0, next, 2);
        profile.daemon(0).loseLink();
        assertThat(profile.fleet.launching()).isEmpty();
        Mirai<Object> last = profile.submit();
        assertThat(profile.fleet.dialInFromElsewhere(1).inFlight()).containsExactly(last.id());
    }

    @Test
    void capacity_isThatOfTheDaemon() {
        List<Mirai<Object>> tasks =
                List.of(profile.submit(), profile.submit(), profile.submit(), profile.submit(), profile.submit());
        InMemoryDaemon wide = profile.fleet.dialInFromElsewhere(4);
        assertThat(wide.inFlight()).hasSize(4).contains(tasks.get(0).id());
        Flux<Integer> lazy = profile.daemons.map(
                Flux.range(0, 100), x -> x, MapOptions.none().prefetch(0));
        lazy.subscribe();
        assertThat(profile.daemons.status().queued())
                .isEqualTo(1 + 4 + 1); // as many as run at once, here and in slot 1
    }

    @Test
    void linkLost_failsWhatWasThere_andSaysThatNobodyKnows() {
        Mirai<Object> task = profile.submit();
        InMemoryDaemon daemon = profile.fleet.dialInFromElsewhere(1);
        daemon.loseLink();
        MiraiReset reset = (MiraiReset) errorOf(task);
        assertThat(reset.reason()).isEqualTo(Reason.LINK_LOST);
        assertThat(reset.daemon()).isZero();
        assertThat(slot(0).online()).isFalse();
        assertThat(slot(0).problem()).isPresent();
        assertThat(profile.daemons.isClosed()).isFalse();
    }

    @Test
    void daemonsThatEndEarly_neverEndTheProfile() {
        for (int i = 0; i < 20; i++) {
            profile.fleet.dialInFromElsewhere(1).loseLink();
        }
        assertThat(profile.daemons.isClosed()).isFalse();
        assertThat(slot(0).instance()).isEqualTo(20);
    }

    @Test
    void launchesThatFail_giveUpTheirSlot_andNotTheProfile() {
        profile.daemons.launchLocal(1);
        assertThat(profile.fleet.launching()).containsExactly(0);
        for (int i = 0; i < 5; i++) {
            profile.fleet.failLaunch(0, "no luck");
            profile.pass(Duration.ofSeconds(10));
        }
        assertThat(profile.daemons.isClosed()).isFalse();
        assertThat(slot(0).problem()).isPresent();
        assertThat(profile.fleet.dialInFromElsewhere(1).slot()).isZero();
        assertThat(slot(0).problem()).isEmpty();
    }

    @Test
    void launchLocal_takesAFreeSlot_whichNobodyElseGets() {
        profile.daemons.launchLocal(1);
        assertThat(profile.fleet.dialInFromElsewhere(0, 1).refusedBecause()).contains("is being started");
        assertThat(profile.fleet.dialInFromElsewhere(1).slot()).isOne();
        InMemoryDaemon launched = profile.fleet.dialIn(0);
        launched.die();
        profile.pass(Duration.ofSeconds(10));
        assertThat(profile.fleet.launching()).containsExactly(0);
    }

    @Test
    void daemonThatLeaves_isNotWaitedFor() {
        InMemoryDaemon daemon = profile.fleet.dialInFromElsewhere(1);
        daemon.drain(Departure.SIGNAL);
        daemon.deliver();
        Mirai<Object> task = profile.submit();
        assertThat(daemon.inFlight()).isEmpty();
        daemon.die();
        assertThat(profile.fleet.launching()).isEmpty();
        assertThat(profile.fleet.dialInFromElsewhere(1).inFlight()).containsExactly(task.id());
    }

    @Test
    void inTurn_daemonThatLeaves_handsBackWhatWaitsForIt() {
        InMemoryProfile turns = InMemoryProfile.inTurn(2);
        Mirai<Object> running = turns.submit();
        Mirai<Object> other = turns.submit();
        Mirai<Object> waiting = turns.submit();
        turns.receiveAll(0);
        turns.daemon(0).drain(Departure.WALL_TIME);
        turns.daemon(0).deliver();
        turns.answer(1, other, 1);
        assertThat(turns.daemon(1).inFlight()).containsExactly(waiting.id());
        turns.answer(0, running, 2);
        assertThat(running.collect()).isEqualTo(2);
    }

    @Test
    void taskForOneSlot_waitsForItsDaemon() {
        Mirai<Object> task = profile.submitOn(1, TaskOptions.none());
        InMemoryDaemon first = profile.fleet.dialInFromElsewhere(1);
        assertThat(first.inFlight()).isEmpty();
        InMemoryDaemon second = profile.fleet.dialInFromElsewhere(1);
        second.loseLink();
        assertThat(errorOf(task)).isInstanceOf(MiraiReset.class);
        Mirai<Object> again = profile.submitOn(1, TaskOptions.none());
        assertThat(profile.fleet.dialInFromElsewhere(1).inFlight()).containsExactly(again.id());
    }

    @Test
    void everywhere_waitsForAsManyAsItIsToldTo() {
        MiraiMap<Object> all = profile.daemons.everywhere(() -> "never run here", TaskOptions.none(), 2);
        assertThat(all.size()).isEqualTo(2);
        InMemoryDaemon first = profile.fleet.dialInFromElsewhere(1);
        assertThat(first.inFlight()).hasSize(1);
        InMemoryDaemon second = profile.fleet.dialInFromElsewhere(1);
        assertThat(second.inFlight()).hasSize(1);
        assertThat(profile.fleet.dialInFromElsewhere(1).inFlight()).hasSize(1);
        assertThat(all.unresolved()).isTrue();
    }

    @Test
    void saisei_takesTheSecretBack_endsTheLink_andWaitsForTheNext() {
        Mirai<Object> task = profile.submit(TaskOptions.none().retry(3));
        InMemoryDaemon daemon = profile.fleet.dialInFromElsewhere(1);
        profile.receiveAll(0);
        assertThat(profile.daemons.saisei(0, false)).isEmpty();
        assertThat(profile.fleet.renewed()).isEmpty();
        assertThat(profile.daemons.saisei(0, true)).contains("memory:");
        assertThat(profile.fleet.renewed()).containsExactly(0);
        assertThat(daemon.isKilled()).isTrue();
        assertThat(slot(0).instance()).isEqualTo(-1);
        daemon.deliver();
        assertThat(errorOf(task)).isInstanceOf(MiraiClosed.class);
        assertThat(slot(0).instance()).isEqualTo(-1);
        assertThat(profile.fleet.launching()).isEmpty();
        assertThat(profile.fleet.dialInFromElsewhere(1).instance()).isEqualTo(2);
    }

    @Test
    void daemonWhoseSecretIsTakenBackWhileItDialsIn_isRefused() {
        profile.fleet.takeSecretsBack();
        assertThat(profile.fleet.dialInFromElsewhere(1).refusedBecause())
                .isEqualTo("the secret of this daemon was taken back by saisei() while it dialled in to profile 'test':"
                        + " start it by a new line of launchCommands(n)");
        assertThat(slot(0)).isEqualTo(new DaemonStatus(0, false, 0, 0, 0));
    }

    @Test
    void saiseiOfASlotWhoseDaemonThisHostHasStarted_leavesTheSecretOfTheOthers() {
        profile.daemons.launchLocal(1);
        profile.daemons.saisei(0, true);
        InMemoryDaemon launched = profile.fleet.dialIn(0);
        profile.daemons.saisei(0, true);
        launched.deliver();
        assertThat(profile.fleet.launching()).containsExactly(0);
        assertThat(profile.fleet.renewed()).isEmpty();
        profile.daemons.saisei(1, true);
        assertThat(profile.fleet.renewed()).containsExactly(1);
    }

    @Test
    void commands_areForTheSlotsWithoutADaemon_andMakeSlotsForTheRest() {
        profile.fleet.dialInFromElsewhere(0, 1);
        assertThat(profile.daemons.launchCommands(3)).containsExactly("daemon 1", "daemon 2", "daemon 3");
        assertThat(profile.daemons.status().daemons()).hasSize(4);
        assertThat(profile.daemons.launchCommands(1)).containsExactly("daemon 1");
        assertThat(profile.fleet.dialInFromElsewhere(3, 1).slot()).isEqualTo(3);
    }

    @Test
    void results_areReadAsAStrangers() {
        profile.fleet.markStrangers();
        Mirai<Object> task = profile.submit();
        profile.fleet.dialInFromElsewhere(1);
        profile.answer(0, task, "answer");
        assertThat(task.collect()).isEqualTo("a stranger's answer");
        profile.daemons.launchLocal(1);
        profile.fleet.dialIn(1);
        Mirai<Object> own = profile.submitOn(1, TaskOptions.none());
        profile.answer(1, own, "answer");
        assertThat(own.collect()).isEqualTo("answer");
    }

    @Test
    void afterTheClose_eachDaemonIsRefused() {
        profile.daemons.closeAsync().subscribe();
        assertThat(profile.fleet.dialInFromElsewhere(1).refusedBecause()).isEqualTo("profile 'test' is closed");
    }

    @Test
    void commandsWithoutAUrl_sayWhatIsMissing() {
        InMemoryProfile plain = new InMemoryProfile(1, 1, Schedulers.immediate());
        plain.daemons.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> plain.daemons.launchCommands(1))
                .withMessage("profile 'test' is closed");
    }
}
