package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.dispatch.TaskLabel;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;

@Timeout(60)
class MiraiTest {

    private final InMemoryProfile profile = InMemoryProfile.publishing(1);

    // ---- Replay ----

    @Test
    void view_thatFails_keepsNoOtherFromHearing() {
        Mirai<Object> mirai = new Mirai<>(
                new Promise<>(TaskLabel.of(1, "", 1), OutcomePublisher.on(Schedulers.immediate()), () -> {}));
        List<String> heard = new ArrayList<>();
        mirai.promise().whenResolved(() -> heard.add("first"));
        mirai.promise().whenResolved(() -> {
            throw new OutOfMemoryError("injected");
        });
        mirai.promise().whenResolved(() -> heard.add("last"));
        assertThat(mirai.promise().tryResolve(new Outcome.Value<>(1))).isTrue();
        assertThat(heard).containsExactly("first", "last");
    }

    @Test
    void subscribe_replaysTheValueToEarlyAndLateSubscribers() {
        Mirai<Object> mirai = profile.submit();
        CompletableFuture<Object> early = mirai.toFuture();
        profile.answer(0, mirai, 7);
        assertThat(early.join()).isEqualTo(7);
        assertThat(mirai.block()).isEqualTo(7);
        assertThat(mirai.data()).isEqualTo(new Outcome.Value<Object>(7));
    }

    @Test
    void subscribe_completesEmptyForNull() {
        Mirai<Object> mirai = profile.submit();
        InMemoryProfile other = profile;
        other.receiveAll(0);
        other.daemon(0).returns(mirai.id(), null);
        other.daemon(0).deliver();
        StepVerifier.create(mirai).verifyComplete();
        assertThat(mirai.collect()).isNull();
    }

    @Test
    void subscribe_replaysOneFailureUnchanged() {
        Mirai<Object> mirai = profile.submit();
        profile.fail(0, mirai, new IllegalStateException("boom"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(mirai::block).isInstanceOf(MiraiError.class);
        }
        assertThatThrownBy(mirai::collect)
                .isInstanceOf(MiraiError.class)
                .hasMessageContaining("java.lang.IllegalStateException: boom")
                .hasCauseInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
    }

    @Test
    void subscribe_signalsOnTheParallelScheduler() {
        Mirai<Object> mirai = profile.submit();
        CompletableFuture<String> thread =
                mirai.map(value -> Thread.currentThread().getName()).toFuture();
        profile.answer(0, mirai, 1);
        assertThat(thread.join()).startsWith("parallel-");
        assertThat(mirai.map(value -> Thread.currentThread().getName()).block()).startsWith("parallel-");
    }

    @Test
    void subscribe_keepsTheValueUntilItIsRequested() {
        Mirai<Object> mirai = profile.submit();
        StepVerifier.create(mirai, 0)
                .expectSubscription()
                .then(() -> profile.answer(0, mirai, 7))
                .thenRequest(1)
                .expectNext(7)
                .verifyComplete();
    }

    @Test
    void mirai_isNotCallable() {
        assertThat(Callable.class.isAssignableFrom(Mirai.class)).isFalse();
    }

    // ---- The last subscriber ----

    @Test
    void cancel_ofTheLastSubscriberStopsTheTask() {
        Mirai<Object> mirai = profile.submit();
        Disposable first = mirai.subscribe();
        Disposable second = mirai.subscribe();
        first.dispose();
        assertThat(mirai.unresolved()).isTrue();
        second.dispose();
        assertThat(errorOf(mirai)).isInstanceOf(MiraiCanceled.class);
        profile.receiveAll(0);
        assertThat(profile.daemon(0).isTold(mirai.id())).isTrue();
    }

    @Test
    void cancel_twiceByOneSubscriberLeavesTheOther() {
        Mirai<Object> mirai = profile.submit();
        Disposable first = mirai.subscribe();
        mirai.subscribe();
        first.dispose();
        first.dispose();
        assertThat(mirai.unresolved()).isTrue();
    }

    @Test
    void cancel_insideOnSubscribeIsACancelToo() {
        Mirai<Object> mirai = profile.submit();
        mirai.subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                subscription.cancel();
            }
        });
        assertThat(errorOf(mirai)).isInstanceOf(MiraiCanceled.class);
    }

    @Test
    void cancel_givesTheSubscriberNoFurtherSignal() {
        Mirai<Object> mirai = profile.submit();
        AtomicInteger signals = new AtomicInteger();
        Disposable subscription = mirai.subscribe(
                value -> signals.incrementAndGet(), error -> signals.incrementAndGet(), signals::incrementAndGet);
        subscription.dispose();
        StepVerifier.create(mirai).verifyError(MiraiCanceled.class);
        assertThat(signals).hasValue(0);
    }

    @Test
    void timeoutOperator_stopsTheWork() {
        Mirai<Object> mirai = profile.submit();
        assertThatThrownBy(() -> mirai.block(Duration.ofMillis(10))).isInstanceOf(IllegalStateException.class);
        assertThat(errorOf(mirai)).isInstanceOf(MiraiCanceled.class);
    }

    @Test
    void neverSubscribed_isNotStopped() {
        Mirai<Object> mirai = profile.submit();
        profile.answer(0, mirai, 1);
        assertThat(mirai.data()).isEqualTo(new Outcome.Value<Object>(1));
    }

    @Test
    void stop_saysWhetherItWasUnresolved() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().name("fit"));
        assertThat(mirai.stop()).isTrue();
        assertThat(mirai.stop()).isFalse();
        assertThat(errorOf(mirai)).hasMessage("task " + mirai.id() + " 'fit' was stopped");
        assertThat(errorOf(mirai).code().value()).isEqualTo(20);
    }

    // ---- Waiting callers ----

    @Test
    void collect_countsAsASubscriber() {
        Mirai<Object> mirai = profile.submit();
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(mirai::collect);
        await().until(() -> mirai.promise().views() == 1);
        mirai.subscribe().dispose();
        assertThat(mirai.unresolved()).isTrue();
        profile.answer(0, mirai, 5);
        assertThat(waiting.join()).isEqualTo(5);
    }

    @Test
    void collect_interruptedLeavesTheTaskAlone() throws Exception {
        Mirai<Object> mirai = profile.submit();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                mirai.collect();
            } catch (IllegalStateException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        await().until(() -> mirai.promise().views() == 1);
        caller.interrupt();
        caller.join();
        assertThat(thrown.get())
                .hasMessage("interrupted while waiting in collect(); the task goes on")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(flag.get()).isTrue();
        assertThat(mirai.unresolved()).isTrue();
        assertThat(mirai.promise().views()).isZero();
    }

    @Test
    void collect_refusesToBlockAReactorThread() {
        Mirai<Object> mirai = profile.submit();
        assertThatThrownBy(() -> Mono.fromCallable(mirai::collect)
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("collect() would block")
                .hasMessageContaining("subscribe to it instead");
        assertThat(mirai.unresolved()).isTrue();
    }

    @Test
    void collectMirai_countsOnEachFromTheBeginning() {
        Mirai<Object> first = profile.submit();
        Mirai<Object> second = profile.submit();
        CompletableFuture<List<Object>> waiting =
                CompletableFuture.supplyAsync(() -> Mirais.collectMirai(List.of(first, second)));
        await().until(() -> second.promise().views() == 1);
        second.subscribe().dispose();
        assertThat(second.unresolved()).isTrue();
        profile.answer(0, first, 1);
        profile.answer(0, second, 2);
        assertThat(waiting.join()).containsExactly(1, 2);
    }

    @Test
    void unresolved_looksIntoListsAndMaps() {
        Mirai<Object> mirai = profile.submit();
        assertThat(Mirais.unresolved(mirai)).isTrue();
        assertThat(Mirais.unresolved(List.of("x", mirai))).isTrue();
        assertThat(Mirais.unresolved(Map.of("x", mirai))).isTrue();
        assertThat(Mirais.unresolved(profile.daemons.map(List.of(1), x -> x))).isTrue();
        mirai.stop();
        assertThat(Mirais.unresolved(List.of("x", mirai))).isFalse();
        assertThat(Mirais.unresolved(null)).isFalse();
        assertThat(Mirais.stopMirai((Mirai<?>) null)).isFalse();
    }

    // ---- race ----

    @Test
    void race_emitsTheFirstToResolve() {
        InMemoryProfile two = InMemoryProfile.publishing(2);
        Mirai<Object> slow = two.submit();
        Mirai<Object> fast = two.submit();
        CompletableFuture<Integer> winner = Mirai.race(List.of(slow, fast)).toFuture();
        two.answer(1, fast, 1);
        assertThat(winner.join()).isEqualTo(1);
        assertThat(slow.unresolved()).isTrue();
    }

    @Test
    void race_takesTheLowestOfSeveral() {
        Mirai<Object> first = profile.submit();
        Mirai<Object> second = profile.submit();
        second.stop();
        first.stop();
        assertThat(Mirai.race(List.of(first, second)).block()).isZero();
        assertThat(Mirai.race(List.of(profile.submit(), first, second)).block()).isEqualTo(1);
    }

    @Test
    void race_isEmptyForAnEmptyList() {
        StepVerifier.create(Mirai.race(List.of())).verifyComplete();
    }

    @Test
    void race_cancelledStopsNothingAndLeavesNobodyBehind() {
        Mirai<Object> mirai = profile.submit();
        Mirai.race(List.of(mirai)).subscribe().dispose();
        assertThat(mirai.unresolved()).isTrue();
        assertThat(mirai.promise().views()).isZero();
    }

    @Test
    void race_leavesNobodyBehindOnTheOthers() {
        Mirai<Object> slow = profile.submit();
        Mirai<Object> done = profile.submit();
        done.stop();
        for (int i = 0; i < 500; i++) {
            assertThat(Mirai.race(List.of(done, slow)).block()).isZero();
        }
        await().untilAsserted(() -> assertThat(slow.promise().views()).isZero());
    }

    @Test
    void subscribe_isSignalledThoughTheSchedulerIsGone() {
        Scheduler gone = Schedulers.newSingle("gone");
        gone.dispose();
        Mirai<Object> mirai = new Mirai<>(new Promise<>(TaskLabel.of(1, "", 1), OutcomePublisher.on(gone), () -> {}));
        CompletableFuture<Object> early = mirai.toFuture();
        CompletableFuture<Integer> race = Mirai.race(List.of(mirai)).toFuture();
        mirai.promise().tryResolve(new Outcome.Value<>(7));
        assertThat(early.join()).isEqualTo(7);
        assertThat(race.join()).isZero();
    }

    @Test
    void race_doesNotCountAsASubscriber() {
        Mirai<Object> mirai = profile.submit();
        CompletableFuture<Integer> race = Mirai.race(List.of(mirai)).toFuture();
        mirai.subscribe().dispose();
        assertThat(errorOf(mirai)).isInstanceOf(MiraiCanceled.class);
        assertThat(race.join()).isZero();
    }

    // ---- Looks ----

    @Test
    void toString_isShort() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().name("fit"));
        assertThat(mirai).hasToString("Mirai[id=" + mirai.id() + ", name=fit, unresolved]");
        profile.answer(0, mirai, "x".repeat(200));
        assertThat(mirai.toString())
                .startsWith("Mirai[id=" + mirai.id() + ", name=fit, xxxx")
                .hasSizeLessThan(130);
    }

    @Test
    void toString_survivesItsValue() {
        Mirai<Object> mute = profile.submit();
        profile.answer(0, mute, new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException();
            }
        });
        assertThat(mute.toString()).contains("MiraiTest$");
        Mirai<Object> lines = profile.submit();
        profile.answer(0, lines, "a\n\u001bb");
        assertThat(lines.toString()).endsWith("a b]");
    }

    @Test
    void scanUnsafe_answers() {
        Mirai<Object> mirai = profile.submit(TaskOptions.none().name("fit"));
        assertThat(mirai.scan(Scannable.Attr.TERMINATED)).isFalse();
        assertThat(mirai.scan(Scannable.Attr.NAME)).isEqualTo("fit");
        mirai.stop();
        assertThat(mirai.scan(Scannable.Attr.TERMINATED)).isTrue();
        assertThat(mirai.scan(Scannable.Attr.CANCELLED)).isTrue();
        assertThat(mirai.scan(Scannable.Attr.ERROR)).isInstanceOf(MiraiCanceled.class);
    }

    @Test
    void isErrorValue_knowsOutcomesThrowablesAndMirais() {
        Mirai<Object> failed = profile.submit();
        profile.fail(0, failed, new IllegalStateException("boom"));
        Mirai<Object> stopped = profile.submit();
        stopped.stop();
        assertThat(MiraiException.isMiraiError(failed)).isTrue();
        assertThat(MiraiException.isMiraiError(failed.data())).isTrue();
        assertThat(MiraiException.isMiraiError(errorOf(failed))).isTrue();
        assertThat(MiraiException.isMiraiError(stopped)).isFalse();
        assertThat(MiraiException.isErrorValue(stopped)).isTrue();
        assertThat(MiraiException.isMiraiInterrupt(stopped)).isFalse();
        assertThat(MiraiException.isErrorValue("text")).isFalse();
        assertThat(MiraiException.isErrorValue(null)).isFalse();
    }

    // ---- Races ----

    @Test
    void tryResolve_hasOneWinnerAndEveryoneSeesIt() {
        for (int i = 0; i < 2_000; i++) {
            Mirai<Object> mirai = new Mirai<>(
                    new Promise<>(TaskLabel.of(i, "", 1), OutcomePublisher.on(Schedulers.immediate()), () -> {}));
            AtomicInteger signals = new AtomicInteger();
            mirai.subscribe(v -> signals.incrementAndGet(), e -> signals.incrementAndGet());
            AtomicInteger winners = new AtomicInteger();
            AtomicReference<Object> seenByLate = new AtomicReference<>();
            RaceTestUtils.race(
                    () -> winners.addAndGet(mirai.promise().tryResolve(new Outcome.Value<>(1)) ? 1 : 0),
                    () -> winners.addAndGet(mirai.stop() ? 1 : 0),
                    () -> mirai.subscribe(seenByLate::set, seenByLate::set));
            assertThat(winners).hasValue(1);
            assertThat(signals).hasValue(1);
            Object outcome = mirai.data() instanceof Outcome.Value<Object> v ? v.value() : errorOf(mirai);
            assertThat(seenByLate.get()).isEqualTo(outcome);
        }
    }

    @Test
    void cancel_racingSubscribeNeverLeavesAView() {
        for (int i = 0; i < 2_000; i++) {
            Mirai<Object> mirai = new Mirai<>(
                    new Promise<>(TaskLabel.of(i, "", 1), OutcomePublisher.on(Schedulers.immediate()), () -> {}));
            BaseSubscriber<Object> subscriber = new BaseSubscriber<>() {};
            RaceTestUtils.race(() -> mirai.subscribe(subscriber), subscriber::cancel);
            assertThat(mirai.promise().views()).isZero();
        }
    }

    @Test
    void request_ofNothingInOnSubscribe_leavesNoView() {
        Mirai<Object> mirai = new Mirai<>(
                new Promise<>(TaskLabel.of(1, "", 1), OutcomePublisher.on(Schedulers.immediate()), () -> {}));
        AtomicReference<Throwable> heard = new AtomicReference<>();
        mirai.subscribe(new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(0);
            }

            @Override
            public void onNext(Object value) {}

            @Override
            public void onError(Throwable error) {
                heard.set(error);
            }

            @Override
            public void onComplete() {}
        });
        assertThat(heard.get()).isInstanceOf(IllegalArgumentException.class);
        assertThat(mirai.promise().views()).isZero();
    }

    private static MiraiException errorOf(Mirai<?> mirai) {
        return ((Outcome.Failure<?>) mirai.data()).error();
    }
}
