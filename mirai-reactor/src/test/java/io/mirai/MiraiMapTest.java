package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.memory.InMemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

@Timeout(60)
class MiraiMapTest {

    private final InMemoryProfile profile = InMemoryProfile.online(3);
    private final List<String> elements = new ArrayList<>(List.of("a", "b", "c"));
    private final MiraiMap<String> map = profile.daemons.map(elements, text -> text);

    @Test
    void timeout_ofTheOnlyElementOfAMap() {
        InMemoryProfile busy = InMemoryProfile.online(1);
        busy.submit();
        MiraiMap<Integer> one = busy.daemons.map(
                List.of(1), x -> x, MapOptions.none().task(TaskOptions.none().timeout(Duration.ofMillis(50))));
        busy.pass(Duration.ofMillis(50));
        assertThat(InMemoryProfile.errorOf(one.get(0))).isInstanceOf(MiraiTimeout.class);
    }

    @Test
    void subscribe_bringsResultsInOrder() {
        StepVerifier.create(map)
                .then(() -> answer(2, "C"))
                .then(() -> answer(1, "B"))
                .then(() -> answer(0, "A"))
                .expectNext("A", "B", "C")
                .verifyComplete();
    }

    @Test
    void subscribe_isPacedByRequest() {
        answerAll(List.of("A", "B", "C"));
        StepVerifier.create(map, 1)
                .expectNext("A")
                .thenRequest(2)
                .expectNext("B", "C")
                .verifyComplete();
    }

    @Test
    void subscribe_leavesNullsOutAndReplays() {
        answerAll(Arrays.asList("A", null, "C"));
        StepVerifier.create(map).expectNext("A", "C").verifyComplete();
        StepVerifier.create(map).expectNext("A", "C").verifyComplete();
    }

    @Test
    void subscribe_endsWithTheFirstFailureInOrder() {
        fail(1);
        answer(0, "A");
        answer(2, "C");
        StepVerifier.create(map).expectNext("A").verifyError(MiraiError.class);
    }

    @Test
    void cancel_stopsTheRest() {
        StepVerifier.create(map.take(1))
                .then(() -> answer(0, "A"))
                .expectNext("A")
                .verifyComplete();
        profile.receiveAll(1);
        profile.receiveAll(2);
        assertThat(profile.daemon(1)
                        .isTold(profile.daemon(1).inFlight().iterator().next()))
                .isTrue();
        assertThat(profile.daemon(2)
                        .isTold(profile.daemon(2).inFlight().iterator().next()))
                .isTrue();
    }

    @Test
    void collect_bringsNullsToo() {
        answerAll(Arrays.asList("A", null, "C"));
        assertThat(map.collect()).isEqualTo(Arrays.asList("A", null, "C"));
        assertThat(map.size()).isEqualTo(3);
    }

    @Test
    void collect_throwsTheFirstFailureAfterAllHaveEnded() {
        fail(2);
        answer(0, "A");
        answer(1, "B");
        assertThatThrownBy(map::collect).isInstanceOf(MiraiError.class).hasMessageContaining("boom 2");
    }

    @Test
    void elementsThatCannotBeHad_failTheCallBeforeAnythingIsSubmitted() {
        InMemoryProfile own = InMemoryProfile.online(1);
        Iterable<Integer> broken =
                () -> IntStream.range(0, 5).map(i -> 10 / (3 - i)).iterator();
        assertThatThrownBy(() -> own.daemons.map(broken, x -> x)).isInstanceOf(ArithmeticException.class);
        assertThat(own.daemons.status().executing() + own.daemons.status().queued())
                .isZero();
    }

    @Test
    void emptyMap_completes() {
        MiraiMap<Object> none = profile.daemons.map(List.of(), x -> x);
        StepVerifier.create(none).verifyComplete();
        assertThat(none.collect()).isEmpty();
    }

    // ---- Views ----

    @Test
    void unordered_bringsResultsAsTheyAreCompleted() {
        StepVerifier.create(map.unordered())
                .then(() -> answer(2, "C"))
                .expectNext("C")
                .then(() -> answer(0, "A"))
                .expectNext("A")
                .then(() -> answer(1, "B"))
                .expectNext("B")
                .verifyComplete();
        StepVerifier.create(map.unordered()).expectNext("C", "A", "B").verifyComplete();
    }

    @Test
    void outcomes_bringsFailuresAsValuesInOrder() {
        fail(1);
        answerAllBut1();
        StepVerifier.create(map.outcomes())
                .expectNext(new Outcome.Value<>("A"))
                .expectNextMatches(outcome -> outcome instanceof Outcome.Failure<String> f
                        && String.valueOf(f.error().getMessage()).startsWith("element 1 (task "))
                .expectNext(new Outcome.Value<>("C"))
                .verifyComplete();
    }

    private void answerAllBut1() {
        answer(0, "A");
        answer(2, "C");
    }

    @Test
    void progress_isConflatedForASlowSubscriber() {
        List<Progress> seen = new ArrayList<>();
        BaseSubscriber<Progress> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(Progress progress) {
                seen.add(progress);
            }
        };
        map.progress().subscribe(slow);
        slow.request(1);
        answer(0, "A");
        answer(1, "B");
        slow.request(1);
        answer(2, "C");
        slow.request(1);
        assertThat(seen).extracting(Progress::done).containsExactly(0L, 2L, 3L);
        assertThat(slow.isDisposed()).isTrue();
        assertThat(seen.get(0).eta()).isEmpty();
        assertThat(seen.get(1).eta()).isPresent();
        assertThat(seen.get(2).eta()).contains(Duration.ZERO);
        assertThat(seen.get(2).rate()).isPositive();
    }

    @Test
    void progress_ofAStoppedMapEndsWithTheFinalState() {
        answer(0, "A");
        map.stop();
        Progress last = Objects.requireNonNull(map.progress().blockLast());
        assertThat(last.done()).isEqualTo(3);
        assertThat(last.failed()).isEqualTo(2);
    }

    // ---- Who counts ----

    @Test
    void cancel_ofOneOfTwoViewsStopsNothing() {
        Disposable outcomes = map.outcomes().subscribe();
        Disposable values = map.subscribe();
        values.dispose();
        assertThat(map.unresolved()).isTrue();
        outcomes.dispose();
        assertThat(map.unresolved()).isFalse();
    }

    @Test
    void cancel_ofProgressStopsNothingAndDoesNotCount() {
        Disposable progress = map.progress().subscribe();
        Disposable values = map.subscribe();
        values.dispose();
        assertThat(map.unresolved()).as("the progress keeps nothing going").isFalse();
        progress.dispose();
    }

    @Test
    void cancel_leavesTheElementsThatSomebodyWantsByThemselves() {
        Disposable one = map.get(1).subscribe();
        map.subscribe().dispose();
        assertThat(map.get(0).unresolved()).isFalse();
        assertThat(map.get(1).unresolved()).isTrue();
        one.dispose();
        assertThat(map.get(1).unresolved()).isFalse();
    }

    @Test
    void cancel_ofAnElementThatTheMapWantsStopsNothing() {
        Disposable values = map.subscribe();
        map.get(1).subscribe().dispose();
        assertThat(map.get(1).unresolved()).isTrue();
        values.dispose();
        assertThat(map.get(1).unresolved()).isFalse();
    }

    @Test
    void cancel_ofAnElementOfAMapThatNobodyWatchesStopsThatElement() {
        map.get(1).subscribe().dispose();
        assertThat(map.get(1).unresolved()).isFalse();
        assertThat(map.get(0).unresolved()).isTrue();
    }

    @Test
    void failureThatEndsASubscriber_stopsNothing() {
        Disposable failed = map.subscribe(value -> {}, error -> {});
        fail(0);
        assertThat(failed.isDisposed()).isTrue();
        assertThat(map.get(1).unresolved()).isTrue();
        answer(1, "B");
        answer(2, "C");
        assertThat(map.collectOutcomes().get(2)).isEqualTo(new Outcome.Value<>("C"));
    }

    @Test
    void subscriberThatEndsAsItAsks_doesNotCountAnyMore() {
        fail(0);
        map.subscribe(value -> {}, error -> {});
        map.outcomes().subscribe().dispose();
        assertThat(map.unresolved()).as("it was the last").isFalse();
    }

    @Test
    void collect_interruptedLeavesTheMapAlone() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                map.collect();
            } catch (IllegalStateException e) {
                thrown.set(Thread.currentThread().isInterrupted() ? e : null);
            }
        });
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);
        caller.interrupt();
        caller.join();
        assertThat(thrown.get())
                .hasMessage("interrupted while waiting in collect(); the task goes on")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(map.unresolved()).isTrue();
    }

    @Test
    void collect_refusesToBlockAReactorThread() {
        for (Runnable call : List.<Runnable>of(map::collect, map::call, map::collectOutcomes)) {
            assertThatThrownBy(() -> Mono.fromRunnable(call)
                            .subscribeOn(Schedulers.parallel())
                            .block())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("would block");
        }
    }

    @Test
    void subscriberThatThrows_hearsNothingMoreAndLeaves() {
        List<Throwable> dropped = new ArrayList<>();
        map.subscribe(new StrictBreaker(dropped::add));
        answer(0, "A");
        assertThat(dropped).singleElement().satisfies(e -> assertThat(e).hasMessage("broken subscriber"));
        assertThat(map.unresolved()).as("it was the last").isFalse();
    }

    private static final class StrictBreaker implements CoreSubscriber<String> {

        private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

        private final Consumer<Throwable> dropped;

        StrictBreaker(Consumer<Throwable> dropped) {
            this.dropped = dropped;
        }

        @Override
        public Context currentContext() {
            return Context.of(ON_ERROR_DROPPED, dropped);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(10);
        }

        @Override
        public void onNext(String value) {
            throw new IllegalStateException("broken subscriber");
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError(error);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("completed");
        }
    }

    // ---- Names ----

    @Test
    void collectNamed_wantsNamesAndNoneTwice() {
        assertThatThrownBy(map::collectNamed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this map of 3 elements has no names");
        MiraiMap<String> twins =
                profile.daemons.map(elements, text -> text, MapOptions.none().names(List.of("x", "y", "x")));
        assertThatThrownBy(twins::collectNamed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("elements 0 and 2 of this map are both called 'x'");
        assertThatThrownBy(() -> profile.daemons.map(
                        elements, text -> text, MapOptions.none().names(List.of("x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 1 names for 3 elements; each element needs one");
    }

    // ---- Feeding ----

    @Test
    void elements_areEncodedAsTheyAreWanted() {
        InMemoryProfile one = InMemoryProfile.online(1);
        List<Object> encoded = new ArrayList<>();
        one.fleet.onEncode(encoded::add);
        List<Integer> many = IntStream.range(0, 100).boxed().toList();
        MiraiMap<Object> big = one.daemons.map(many, x -> x, MapOptions.none().prefetch(2));
        assertThat(encoded).containsExactly(0, 1, 2);
        assertThat(one.daemons.status().queued())
                .as("those that are still to come, too")
                .isEqualTo(99);
        one.answer(0, big.get(0), "done");
        assertThat(encoded).containsExactly(0, 1, 2, 3);
        one.answerAll(0, id -> id);
        assertThat(big.unresolved()).isFalse();
        assertThat(encoded).hasSize(100);
    }

    @Test
    void tasksAfterAMap_waitForAllItsElements() {
        StepScheduler codecPool = new StepScheduler();
        InMemoryProfile one = InMemoryProfile.encodingApart(1, codecPool);
        MiraiMap<Object> first = one.daemons.map(List.of("a", "b"), x -> x);
        Mirai<Object> second = one.submit();
        assertThat(one.daemon(0).inFlight()).as("nothing is encoded yet").isEmpty();
        codecPool.step();
        assertThat(one.daemon(0).inFlight()).containsExactly(first.get(0).id());
        one.answer(0, first.get(0), 1);
        one.answer(0, first.get(1), 1);
        assertThat(one.daemon(0).inFlight()).containsExactly(second.id());
    }

    @Test
    void stop_ofAMapThatIsNotEncodedYetLetsOthersPass() {
        StepScheduler codecPool = new StepScheduler();
        InMemoryProfile one = InMemoryProfile.encodingApart(1, codecPool);
        MiraiMap<Object> first = one.daemons.map(List.of("a", "b", "c"), x -> x);
        Mirai<Object> second = one.submit();
        assertThat(first.get(1).stop()).isTrue();
        assertThat(one.daemons.status().queued()).isEqualTo(3);
        assertThat(first.stop()).containsExactly(true, false, true);
        assertThat(one.daemon(0).inFlight()).containsExactly(second.id());
        codecPool.step();
        assertThat(one.daemons.status().queued()).isZero();
    }

    @Test
    void stop_cancelsWhatWaitsBeforeWhatRuns() {
        InMemoryProfile one = InMemoryProfile.online(1);
        List<Long> sent = new ArrayList<>();
        MiraiMap<Object> four = one.daemons.map(List.of(1, 2, 3, 4), x -> x);
        one.fleet.onSend((daemon, id) -> sent.add(id));
        four.stop();
        one.receiveAll(0);
        one.daemon(0).isInterrupted(four.get(0).id());
        one.daemon(0).deliver();
        assertThat(sent).as("none took the place that was freed").isEmpty();
    }

    @Test
    void elementThatCannotBeCarried_failsAlone() {
        InMemoryProfile one = InMemoryProfile.online(1);
        MiraiMap<Object> some = one.daemons.map(List.of("a", InMemoryBackend.NOT_SERIALIZABLE, "c"), x -> x);
        one.answerAll(0, id -> "fine");
        List<Outcome<Object>> outcomes = some.collectOutcomes();
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Value<>("fine"));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Value<>("fine"));
        assertThat(InMemoryProfile.errorOf(some.get(1)))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessage("element 1 (task " + some.get(1).id() + "): it cannot be carried");
    }

    @Test
    void function_isForgottenWhenTheMapIsOver() {
        answer(0, "A");
        answer(1, "B");
        profile.receiveAll(0);
        assertThat(profile.daemon(0).forgotten()).isEmpty();
        answer(2, "C");
        for (int slot = 0; slot < 3; slot++) {
            profile.receiveAll(slot);
            assertThat(profile.daemon(slot).forgotten()).hasSize(1);
        }
    }

    // ---- Time ----

    @Test
    void timeout_countsFromTheCallForAllElements() {
        StepScheduler codecPool = new StepScheduler();
        InMemoryProfile one = InMemoryProfile.encodingApart(1, codecPool);
        MiraiMap<Object> slow = one.daemons.map(
                List.of(1, 2, 3),
                x -> x,
                MapOptions.none().prefetch(1).task(TaskOptions.none().timeout(Duration.ofSeconds(1))));
        codecPool.step();
        one.pass(Duration.ofSeconds(1));
        assertThat(slow.unresolved()).isFalse();
        assertThat(InMemoryProfile.errorOf(slow.get(0)))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessageMatching(
                        "element 0 \\(task \\d+\\) did not end within 1000 ms, its timeout: it was with daemon 0"
                                + " of profile 'test', where it is stopped now");
        assertThat(InMemoryProfile.errorOf(slow.get(1))).hasMessageStartingWith("element 1 (task ");
        assertThat(InMemoryProfile.errorOf(slow.get(2)))
                .hasMessage(
                        "an element of a map, one of 1 that were not encoded yet, did not end within 1000 ms, its"
                                + " timeout: it was still in the queue of profile 'test' (1 queued, 1 executing, 1 daemon online)");
        assertThat(one.time.running()).as("timers, but for the grace").isEqualTo(1);
    }

    @Test
    void queueTimeout_sparesWhatWasSent() {
        InMemoryProfile one = InMemoryProfile.online(1);
        MiraiMap<Object> slow = one.daemons.map(
                List.of(1, 2, 3),
                x -> x,
                MapOptions.none().task(TaskOptions.none().queueTimeout(Duration.ofSeconds(1))));
        one.pass(Duration.ofSeconds(1));
        assertThat(slow.get(0).unresolved()).isTrue();
        assertThat(InMemoryProfile.errorOf(slow.get(1)))
                .isInstanceOf(MiraiTimeout.class)
                .hasMessageContaining("waited 1000 ms in the queue");
        one.answer(0, slow.get(0), "in time");
        assertThat(slow.collectOutcomes().get(0)).isEqualTo(new Outcome.Value<>("in time"));
        assertThat(one.time.running()).isZero();
    }

    @Test
    void timeout_whileAnElementIsEncodedEndsThatToo() {
        InMemoryProfile one = InMemoryProfile.online(1);
        one.fleet.onEncode(element -> one.pass(Duration.ofSeconds(1)));
        for (TaskOptions limit : List.of(
                TaskOptions.none().timeout(Duration.ofSeconds(1)),
                TaskOptions.none().queueTimeout(Duration.ofSeconds(1)))) {
            MiraiMap<Object> slow =
                    one.daemons.map(List.of(1, 2), x -> x, MapOptions.none().task(limit));
            assertThat(slow.unresolved()).isFalse();
            assertThat(InMemoryProfile.errorOf(slow.get(0))).isInstanceOf(MiraiTimeout.class);
        }
        assertThat(one.daemon(0).inFlight()).isEmpty();
        assertThat(one.time.running()).isZero();
    }

    // ---- The end ----

    @Test
    void close_endsWhatIsNotEncodedYet() {
        StepScheduler codecPool = new StepScheduler();
        InMemoryProfile one = InMemoryProfile.encodingApart(1, codecPool);
        MiraiMap<Object> some = one.daemons.map(List.of("a", "b"), x -> x);
        Mirai<Object> known = some.get(1);
        one.daemons.close();
        assertThat(some.collectOutcomes()).allSatisfy(outcome -> assertThat(((Outcome.Failure<Object>) outcome).error())
                .isInstanceOf(MiraiReset.class)
                .hasMessage("profile 'test' was closed before the task had ended"));
        assertThat(((MiraiReset) InMemoryProfile.errorOf(known)).started()).isEqualTo(MiraiReset.Started.NO);
    }

    @Test
    void map_ofAClosedProfileIsRefused() {
        profile.daemons.close();
        assertThatThrownBy(() -> profile.daemons.map(List.of(1), x -> x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("profile 'test' is closed");
    }

    @Test
    void toString_isShort() {
        answer(0, "A");
        fail(1);
        assertThat(map).hasToString("MiraiMap[2 of 3 done, 1 failed]");
        assertThat(map.scan(Scannable.Attr.TERMINATED)).isFalse();
        assertThat(map.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.ASYNC);
    }

    @Test
    void request_ofNothingIsTheSubscribersError() {
        StrictSubscriber<String> subscriber = new StrictSubscriber<>();
        map.subscribe(subscriber);
        subscriber.request(0);
        assertThat(subscriber.error())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThat(map.unresolved()).as("it was the last").isFalse();
    }

    private void answerAll(List<@Nullable String> values) {
        for (int slot = 0; slot < values.size(); slot++) {
            answer(slot, values.get(slot));
        }
    }

    private void answer(int slot, @Nullable String value) {
        long id = profile.daemon(slot).inFlight().iterator().next();
        profile.receiveAll(slot);
        profile.daemon(slot).returns(id, value);
        profile.daemon(slot).deliver();
    }

    private void fail(int slot) {
        long id = profile.daemon(slot).inFlight().iterator().next();
        profile.receiveAll(slot);
        profile.daemon(slot).fails(id, new IllegalStateException("boom " + slot));
        profile.daemon(slot).deliver();
    }
}
