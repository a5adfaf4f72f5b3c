package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.dispatch.TaskLabel;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where subscribers are signalled, and that none is forgotten. */
@Timeout(60)
class OutcomePublisherTest {

    private final Scheduler mine = Schedulers.newSingle("mine", true);
    private final OutcomePublisher own = OutcomePublisher.ofOwnThreads("test");

    @AfterEach
    void end() {
        mine.dispose();
        own.close();
    }

    @Test
    void publish_signalsEarlyAndLateSubscribersThere() {
        Mirai<Object> mirai = mirai(OutcomePublisher.on(mine));
        CompletableFuture<String> early = threadOf(mirai);
        mirai.promise().tryResolve(new Outcome.Value<>(1));
        assertThat(early.join()).startsWith("mine-");
        assertThat(threadOf(mirai).join()).startsWith("mine-");
    }

    /** Two could overtake each other, and a value would be lost behind its completion. */
    @Test
    void signal_ofAValue_isPublishedAsOne() {
        StepScheduler steps = new StepScheduler();
        CompletableFuture<Integer> value =
                OutcomePublisher.on(steps).signal(Mono.just(1)).toFuture();
        assertThat(value).isNotDone();
        steps.step();
        assertThat(value).isCompletedWithValue(1);
        assertThat(steps.hasTask()).isFalse();
    }

    @Test
    void publish_signalsThereThoughTheRequestComesFromElsewhere() {
        Mirai<Object> mirai = mirai(OutcomePublisher.on(mine));
        CompletableFuture<String> thread = new CompletableFuture<>();
        BaseSubscriber<Object> patient = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}

            @Override
            protected void hookOnNext(Object value) {
                thread.complete(Thread.currentThread().getName());
            }
        };
        mirai.subscribe(patient);
        mirai.promise().tryResolve(new Outcome.Value<>(1));
        CompletableFuture<Void> after = new CompletableFuture<>();
        mine.schedule(() -> after.complete(null)); // by then the outcome was published, and nobody wanted it yet
        after.join();
        assertThat(thread).isNotDone();
        patient.request(1);
        assertThat(thread.join()).startsWith("mine-");
    }

    @Test
    void onAnyones_whichRunsWhatItGetsAtOnce_signalsOnAThreadForUserCode() {
        Scheduler atOnce = Schedulers.fromExecutor(Runnable::run);
        Mirai<Object> mirai = mirai(OutcomePublisher.onAnyones(atOnce));
        CompletableFuture<String> thread = threadOf(mirai);
        mirai.promise().tryResolve(new Outcome.Value<>(1));
        assertThat(thread.join()).startsWith("parallel-");
        atOnce.dispose();
    }

    @Test
    void onAnyones_whichTakesNothingMore_forgetsNobody() {
        Mirai<Object> mirai = mirai(OutcomePublisher.onAnyones(mine));
        CompletableFuture<String> early = threadOf(mirai);
        mirai.promise().tryResolve(new Outcome.Value<>(1));
        assertThat(early.join()).startsWith("mine-");
        mine.dispose();
        assertThat(threadOf(mirai).join()).startsWith("parallel-");
    }

    @Test
    void signal_bringsTheEndOfALoopWhereOutcomesArePublished() {
        Sinks.One<String> loop = Sinks.one();
        CompletableFuture<String> thread = new CompletableFuture<>();
        OutcomePublisher.on(mine)
                .signal(loop.asMono())
                .subscribe(value -> thread.complete(Thread.currentThread().getName()));
        loop.tryEmitValue("over");
        assertThat(thread.join()).startsWith("mine-");
    }

    @Test
    void publish_wherePublishingThrowsGoesToParallelAndForgetsNobody() {
        Mirai<Object> mirai = mirai(OutcomePublisher.on(new StepScheduler() {
            @Override
            public reactor.core.Disposable schedule(Runnable task) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        }));
        List<CompletableFuture<String>> threads =
                IntStream.range(0, 3).mapToObj(i -> threadOf(mirai)).toList();
        mirai.promise().tryResolve(new Outcome.Value<>(1));
        assertThat(threads).allSatisfy(thread -> assertThat(thread.join()).startsWith("parallel-"));
    }

    @Test
    void publish_whereAllThreadsAreBlockedHoldsUpNobodyElse() {
        InMemoryProfile profile = new InMemoryProfile(1, 1, mine);
        profile.start();
        Mirai<Object> first = profile.submit();
        Mirai<Object> second = profile.submit();
        CountDownLatch end = new CountDownLatch(1);
        first.subscribe(value -> awaitUninterruptibly(end));
        profile.answer(0, first, 1);
        assertThat(profile.daemon(0).inFlight()).as("the slot is free").containsExactly(second.id());
        profile.answer(0, second, 2);
        assertThat(second.data()).isEqualTo(new Outcome.Value<Object>(2));
        assertThat(second.collect()).isEqualTo(2);
        end.countDown();
    }

    @Test
    void close_insideACallbackWorks() {
        InMemoryProfile profile = new InMemoryProfile(1, 1, mine);
        profile.start();
        Mirai<Object> first = profile.submit();
        Mirai<Object> second = profile.submit();
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        second.subscribe(value -> {}, told::complete);
        first.subscribe(value -> profile.daemons.close());
        profile.answer(0, first, 1);
        assertThat(told.join()).isInstanceOf(MiraiReset.class);
    }

    @Test
    void ownThreads_publishWhatTheyHaveTakenAfterTheClose() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 20; i++) { // four of them hold up the rest
            own.publish(() -> {
                interrupted.compareAndSet(false, !awaitUninterruptibly(end));
                threads.add(Thread.currentThread().getName());
            });
        }
        own.close();
        own.publish(() -> threads.add(Thread.currentThread().getName()));
        await().untilAsserted(() -> assertThat(threads).hasSize(1));
        assertThat(threads.remove()).as("a late one").startsWith("parallel-");
        end.countDown();
        await().untilAsserted(() -> assertThat(threads).hasSize(20));
        assertThat(threads).allMatch(name -> name.startsWith("mirai-codec-test-publish-"));
        assertThat(interrupted).isFalse();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("mirai-codec-test-publish-")));
    }

    private static Mirai<Object> mirai(OutcomePublisher publisher) {
        return new Mirai<>(new Promise<>(TaskLabel.of(1, "", 1), publisher, () -> {}));
    }

    private static CompletableFuture<String> threadOf(Mirai<Object> mirai) {
        return mirai.map(value -> Thread.currentThread().getName()).toFuture();
    }

    private static boolean awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
