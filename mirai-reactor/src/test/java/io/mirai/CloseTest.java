package io.mirai;

import static io.mirai.InMemoryProfile.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mirai.dispatch.Policy;
import io.mirai.memory.InMemoryBackend;
import io.mirai.promise.LateOutcome;
import io.mirai.promise.OutcomePublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.util.RaceTestUtils;

/** Whatever is under way when a profile closes ends, and says so. */
class CloseTest {

    private final InMemoryProfile profile = InMemoryProfile.online(1);

    @Test
    void close_endsWhatIsOnItsWay() {
        Mirai<Object> arriving = profile.submit();
        profile.receiveAll(0);
        profile.daemon(0).returnsLate(arriving.id(), 1);
        profile.daemon(0).deliver();
        assertThat(arriving.unresolved()).isTrue();
        profile.daemons.close();
        MiraiReset reset = (MiraiReset) errorOf(arriving);
        assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
        assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
        assertThat(reset.daemon()).isZero();
    }

    @Test
    void close_onAnInterruptedThreadGoesOnAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        profile.daemons.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(profile.fleet.isClosed()).isTrue();
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

    @Test
    void close_whileTheDoorOpensLaunchesNothing() {
        InMemoryProfile slow = new InMemoryProfile(1, 1, Schedulers.immediate());
        slow.fleet.holdDoor();
        AtomicReference<Throwable> started = new AtomicReference<>();
        slow.daemons.start().subscribe(nothing -> {}, started::set);
        Mirai<Object> queued = slow.submit();
        slow.daemons.close();
        assertThat(started.get()).isInstanceOf(IllegalStateException.class).hasMessage("profile 'test' is closed");
        assertThat(((MiraiReset) errorOf(queued)).reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
        slow.fleet.opens();
        assertThat(slow.fleet.launching()).isEmpty();
    }

    @Test
    void close_whileDaemonsAreLaunchedForgetsThem() {
        InMemoryProfile slow = new InMemoryProfile(2, 1, Schedulers.immediate());
        AtomicReference<Throwable> started = new AtomicReference<>();
        slow.daemons.start().subscribe(nothing -> {}, started::set);
        slow.fleet.failLaunch(1, "no luck"); // its next launch waits for the end of a pause
        slow.daemons.close(); // the launch of the other fails now
        slow.pass(Duration.ofSeconds(2));
        assertThat(slow.fleet.launching()).isEmpty();
        assertThat(started.get()).hasMessage("profile 'test' is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> slow.daemons.start().block())
                .withMessage("profile 'test' is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> slow.daemons.launchLocal(1))
                .withMessage("profile 'test' is closed");
    }

    @Test
    void close_dropsWhatIsStillToBeReadAndEndsThePool() {
        InMemoryBackend backend = new InMemoryBackend();
        StepScheduler decoder = new StepScheduler();
        Daemons daemons = DaemonsBuilder.make(
                backend,
                InMemoryBackend.spec("test", 1),
                DaemonOptions.none(),
                Policy.FIFO,
                new CountingTimer().loop("test"),
                decoder,
                decoder,
                OutcomePublisher.on(Schedulers.immediate()));
        backend.fleet().readValuesApart();
        Mirai<Object> unread = daemons.mirai(() -> "never run here");
        backend.fleet().dialIn(0).receive();
        backend.fleet().online().get(0).returns(unread.id(), 1);
        backend.fleet().online().get(0).deliver();
        assertThat(decoder.hasTask()).isTrue();
        daemons.close();
        assertThat(errorOf(unread)).hasMessage("profile 'test' was closed before the task had ended");
        assertThat(decoder.isDisposed()).isTrue();
    }

    @Test
    void givingUp_endsThePoolToo() {
        InMemoryBackend backend = new InMemoryBackend();
        StepScheduler decoder = new StepScheduler();
        Daemons daemons = DaemonsBuilder.make(
                backend,
                InMemoryBackend.spec("test", 1),
                DaemonOptions.none(),
                Policy.FIFO,
                new CountingTimer().loop("test"),
                decoder,
                decoder,
                OutcomePublisher.on(Schedulers.immediate()));
        backend.fleet().holdDoor();
        daemons.mirai(() -> "never run here");
        backend.fleet().cannotOpen(new IllegalStateException("no room"));
        assertThat(decoder.isDisposed()).isTrue();
    }

    @Test
    void close_whoseFleetFailsCompletesAndEndsTheTasks() {
        for (Throwable why : List.of(new IllegalStateException("no luck"), new OutOfMemoryError("no heap"))) {
            InMemoryProfile broken = InMemoryProfile.online(1);
            Mirai<Object> sent = broken.submit();
            Mirai<Object> queued = broken.submit();
            broken.fleet.failToClose(why);
            broken.daemons.close();
            assertThat(errorOf(sent)).isInstanceOf(MiraiReset.class);
            assertThat(errorOf(queued)).isInstanceOf(MiraiReset.class);
        }
    }

    @Test
    void close_ofAHundredThousandTasksEndsEachAndMakesNoExceptionNobodyLooksAt() {
        Set<Mirai<Object>> queued =
                IntStream.range(0, 100_000).mapToObj(i -> profile.submit()).collect(Collectors.toSet());
        MiraiMap<Object> map = profile.daemons.map(Collections.nCopies(100_000, 1), x -> "never run here");
        profile.daemons.close();
        assertThat(queued).noneMatch(Mirai::unresolved);
        assertThat(queued).allMatch(mirai -> mirai.promise().end() instanceof LateOutcome<?> late && !late.isMade());
        assertThat(map.unresolved()).isFalse();
        assertThat(profile.daemons.status().queued()).isZero();
    }

    @Test
    void submit_racingCloseRefusesOrEndsTheTask() {
        for (int i = 0; i < 500; i++) {
            InMemoryProfile racing = InMemoryProfile.online(1);
            List<Object> ends = new ArrayList<>();
            RaceTestUtils.race(
                    () -> {
                        try {
                            ends.add(racing.submit());
                        } catch (IllegalStateException refused) {
                            ends.add(refused);
                        }
                    },
                    racing.daemons::close);
            assertThat(ends).hasSize(1);
            if (ends.get(0) instanceof Mirai<?> taken) {
                assertThat(((MiraiReset) errorOf(taken)).reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
            } else {
                assertThat((IllegalStateException) ends.get(0)).hasMessage("profile 'test' is closed");
            }
        }
    }
}
