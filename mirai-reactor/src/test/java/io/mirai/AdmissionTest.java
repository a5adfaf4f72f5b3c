package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mirai.dispatch.QueueLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The gate before the queue. Every body in memory has 8 bytes. */
class AdmissionTest {

    private static final int BODY = 8;

    private InMemoryProfile profile = InMemoryProfile.bounded(1, new QueueLimits(2, QueueLimits.UNLIMITED));
    private final List<Thread> callers = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        profile.daemons.close();
        for (Thread caller : callers) {
            caller.join();
        }
    }

    // ---- Callers that wait ----

    @Test
    void fullQueue_letsCallersWaitInOrderOfArrival() {
        fill(3);
        CompletableFuture<Mirai<Object>> first = submitApart();
        awaitWaiting(1);
        CompletableFuture<Mirai<Object>> second = submitApart();
        awaitWaiting(2);
        assertThat(first).isNotDone();
        answerNext();
        awaitWaiting(1);
        Mirai<Object> passed = first.join();
        assertThat(second).isNotDone();
        answerNext();
        assertThat(second.join().id()).isGreaterThan(passed.id());
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        assertThat(profile.daemons.status().queued()).isEqualTo(2);
    }

    @Test
    void fullQueue_isNotOvertakenByWhoMayNotWait() {
        fill(3);
        CompletableFuture<Mirai<Object>> waiting = submitApart();
        awaitWaiting(1);
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isEmpty();
        answerNext();
        assertThat(waiting.join().unresolved()).isTrue();
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isEmpty();
    }

    @Test
    void close_wakesAllWhoWait() {
        fill(3);
        CompletableFuture<Mirai<Object>> caller = submitApart();
        awaitWaiting(1);
        StrictSubscriber<Object> deferred = new StrictSubscriber<>();
        profile.daemons.<Object>defer(() -> "never run here").subscribe(deferred);
        awaitWaiting(2);
        profile.daemons.close();
        assertThatThrownBy(caller::join)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("profile 'test' is closed");
        assertThat(deferred.error()).isInstanceOf(IllegalStateException.class).hasMessage("profile 'test' is closed");
    }

    @Test
    void interrupt_ofACallerThatWaitsLeavesNoTrace() throws InterruptedException {
        fill(3);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                profile.submit();
            } catch (Throwable e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        awaitWaiting(1);
        caller.interrupt();
        caller.join();
        assertThat(thrown.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("interrupted while waiting for room in the queue; the task was not submitted")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(flag.get()).isTrue();
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        assertNextStreamIs(4);
    }

    // ---- Callers that may not wait ----

    @Test
    void fullQueue_onANonBlockingThreadThrowsWithTheFigures() {
        profile.daemons.close();
        profile = InMemoryProfile.bounded(1, new QueueLimits(2, 100));
        fill(3);
        CompletableFuture<Mirai<Object>> waiting = submitApart();
        awaitWaiting(1);
        MiraiQueueFull full = catchThrowableOfType(MiraiQueueFull.class, () -> Mono.fromCallable(profile::submit)
                .subscribeOn(Schedulers.parallel())
                .block());
        assertThat(full.code()).isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(full.limit()).isEqualTo(OptionalLong.of(2));
        assertThat(full.queued()).isEqualTo(2);
        assertThat(full.memory()).isEqualTo(OptionalLong.of(100));
        assertThat(full.queuedBytes()).isEqualTo(2 * BODY);
        assertThat(full.oldestWaiter()).isPositive();
        assertThat(full)
                .hasMessageStartingWith(
                        "the queue of profile 'test' is full: 2 of 2 tasks and 16 of 100 bytes wait to be sent, and 1 caller waits for room, the first for ")
                .hasMessageContaining(" may not wait: subscribe to defer(…), which waits without a thread,"
                        + " or submit by tryMirai(…), or move to Schedulers.boundedElastic()");
        answerNext();
        waiting.join();
    }

    @Test
    void fullQueue_rejectsWhatAClusterSubmitsOnANonBlockingThread() throws InterruptedException {
        fill(3);
        MiraiCluster cluster = profile.daemons.cluster();
        RejectedExecutionException rejected = catchThrowableOfType(
                RejectedExecutionException.class, () -> Mono.fromCallable(() -> cluster.submit(() -> "never run here"))
                        .subscribeOn(Schedulers.parallel())
                        .block());
        assertThat(rejected).hasCauseInstanceOf(MiraiQueueFull.class);
        cluster.shutdown();
        assertThat(cluster.isTerminated()).isTrue();
    }

    @Test
    void tryMirai_ofAFullQueueIsEmptyAndMovesNoStreamOfRandomNumbers() {
        fill(2);
        Optional<Mirai<Object>> last = profile.daemons.tryMirai(() -> "never run here");
        assertThat(last).isPresent();
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isEmpty();
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isEmpty();
        assertNextStreamIs(4);
    }

    @Test
    void submission_thatTheEndOfTheStackPrevents_givesItsPassBack() {
        int limit = 100_000; // more than any recursion submits
        profile.daemons.close();
        profile = InMemoryProfile.bounded(1, new QueueLimits(limit, QueueLimits.UNLIMITED));
        for (int round = 0; round < 20; round++) { // the stack ends somewhere else each time
            submitUntilTheStackEnds();
        }
        while (profile.daemons.status().executing() > 0) {
            answerNext();
        }
        int passed = 0;
        while (profile.daemons.tryMirai(() -> "never run here").isPresent()) {
            passed++;
        }
        assertThat(passed).isEqualTo(1 + limit);
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private void submitUntilTheStackEnds() {
        try {
            var unused = profile.daemons.tryMirai(() -> "never run here");
            submitUntilTheStackEnds();
        } catch (StackOverflowError e) {
            // As a user's recursion ends that submits tasks.
        }
    }

    // ---- Without a thread ----

    @Test
    void defer_waitsWithoutAThreadAndWithoutABody() {
        fill(3);
        List<Object> encoded = new ArrayList<>();
        Mono<Object> cold = profile.daemons.defer(() -> "never run here");
        profile.fleet.onEncodeTask(encoded::add);
        StrictSubscriber<Object> subscriber = new StrictSubscriber<>();
        cold.subscribe(subscriber);
        subscriber.request(1);
        assertThat(profile.daemons.status().awaitingMemory()).isEqualTo(1);
        assertThat(encoded).isEmpty();
        answerNext();
        assertThat(encoded).hasSize(1);
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        answerNext();
        answerNext();
        answerNext();
        assertThat(subscriber.values).containsExactly("value");
        assertThat(subscriber.end()).isEqualTo("complete");
    }

    @Test
    void defer_thatIsCancelledWhileItWaitsLeavesNoTrace() {
        fill(3);
        Disposable waiting = profile.daemons.defer(() -> "never run here").subscribe(value -> {}, error -> {});
        assertThat(profile.daemons.status().awaitingMemory()).isEqualTo(1);
        waiting.dispose();
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        assertNextStreamIs(4);
    }

    @Test
    void defer_thatCannotBeEncodedAtItsTurnFailsAndLetsTheNextPass() {
        fill(3);
        StrictSubscriber<Object> bad = new StrictSubscriber<>();
        profile.daemons.<Object>defer(() -> "never run here").subscribe(bad);
        CountDownLatch started = new CountDownLatch(1);
        profile.fleet.onEncodeTask(task -> {
            if (started.getCount() > 0) {
                started.countDown();
                throw new IllegalStateException("as planned");
            }
        });
        StrictSubscriber<Object> good = new StrictSubscriber<>();
        profile.daemons.<Object>defer(() -> "never run here").subscribe(good);
        assertThat(profile.daemons.status().awaitingMemory()).isEqualTo(2);
        answerNext();
        assertThat(bad.error()).hasMessage("as planned");
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        assertThat(profile.daemons.status().queued()).isEqualTo(2);
    }

    @Test
    void stream_waitsAsDeferDoes() {
        fill(3);
        StrictSubscriber<Object> subscriber = new StrictSubscriber<>();
        profile.daemons.<Object>stream(Flux::empty).subscribe(subscriber);
        assertThat(profile.daemons.status().awaitingMemory()).isEqualTo(1);
        subscriber.cancel();
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        assertNextStreamIs(4);
    }

    @Test
    void lazyMap_waitsForAllItsElementsAsOne() {
        fill(3);
        List<Object> encoded = new ArrayList<>();
        profile.fleet.onEncode(encoded::add);
        StrictSubscriber<Object> subscriber = new StrictSubscriber<>();
        profile.daemons
                .<Integer, Object>map(
                        Flux.range(0, 5),
                        x -> "never run here",
                        MapOptions.none().prefetch(4))
                .subscribe(subscriber);
        subscriber.request(5);
        assertThat(profile.daemons.status().awaitingMemory()).isEqualTo(1);
        assertThat(encoded).isEmpty();
        for (int answers = 0; answers < 8; answers++) {
            answerNext();
            assertThat(profile.daemons.status().queued()).isLessThanOrEqualTo(2);
        }
        assertThat(encoded).containsExactly(0, 1, 2, 3, 4);
        assertThat(subscriber.end()).isEqualTo("complete");
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
    }

    @Test
    void lazyMap_thatIsCancelledWhileItWaitsLeavesTheLine() {
        fill(3);
        StrictSubscriber<Object> subscriber = new StrictSubscriber<>();
        profile.daemons
                .<Integer, Object>map(Flux.range(0, 5), x -> "never run here")
                .subscribe(subscriber);
        subscriber.request(5);
        assertThat(profile.daemons.status().awaitingMemory()).isEqualTo(1);
        subscriber.cancel();
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        answerNext();
        answerNext();
        answerNext();
        assertThat(profile.daemons.status().queued()).isZero();
    }

    // ---- Maps ----

    @Test
    void map_ofAMillionIsTakenByAFullQueueAndItsElementsPassIt() {
        fill(3);
        MiraiMap<Object> map = profile.daemons.map(List.of(1, 2, 3, 4, 5), x -> "never run here");
        assertThat(profile.daemons.status().awaitingMemory()).isZero();
        CompletableFuture<Mirai<Object>> behind = submitApart();
        awaitWaiting(1);
        for (int answers = 0; answers < 8; answers++) {
            answerNext();
        }
        assertThat(map.unresolved()).isFalse();
        behind.join();
    }

    // ---- Bytes ----

    @Test
    void memory_countsTheBodiesThatWait() {
        profile.daemons.close();
        profile = InMemoryProfile.bounded(1, new QueueLimits(QueueLimits.UNLIMITED, 2 * BODY + 1));
        fill(3);
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isEmpty();
        answerNext();
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isPresent();
    }

    @Test
    void memory_ofAnEmptyQueueTakesOneTaskThatIsLarger() {
        profile.daemons.close();
        profile = InMemoryProfile.bounded(1, new QueueLimits(QueueLimits.UNLIMITED, 1));
        fill(2);
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isEmpty();
        StrictSubscriber<Object> deferred = new StrictSubscriber<>();
        profile.daemons.<Object>defer(() -> "never run here").subscribe(deferred);
        deferred.request(1);
        answerNext();
        answerNext();
        answerNext();
        assertThat(deferred.values).containsExactly("value");
    }

    @Test
    void stop_ofWhatWaitsInTheQueueMakesRoom() {
        fill(2);
        Mirai<Object> queued = profile.submit();
        CompletableFuture<Mirai<Object>> waiting = submitApart();
        awaitWaiting(1);
        assertThat(queued.stop()).isTrue();
        assertThat(waiting.join().unresolved()).isTrue();
    }

    @Test
    void retry_ofATaskCountsItAndDoesNotWait() {
        fill(2);
        profile.submit(); // the queue is full
        profile.daemon(0).die(); // what had not begun there returns
        assertThat(profile.daemons.status().queued()).isEqualTo(3);
        assertThat(profile.daemons.tryMirai(() -> "never run here")).isEmpty();
    }

    @Test
    void limits_thatAreNoneAreRefused() {
        assertThatThrownBy(() -> Daemons.builder().queueLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queueLimit must be at least 1, but is 0; leave it out for a queue without a limit");
        assertThatThrownBy(() -> Daemons.builder().memory(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("memory must be at least 1, but is -1; leave it out for a queue without a limit");
    }

    // ---- ----

    /** The first is with the daemon, the others wait. */
    private void fill(int tasks) {
        for (int submitted = 0; submitted < tasks; submitted++) {
            profile.submit();
        }
    }

    private CompletableFuture<Mirai<Object>> submitApart() {
        CompletableFuture<Mirai<Object>> result = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                result.complete(profile.submit());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        callers.add(caller);
        caller.start();
        return result;
    }

    private void awaitWaiting(int callersInLine) {
        await().until(() -> profile.daemons.status().awaitingMemory() == callersInLine);
    }

    private void answerNext() {
        long id = profile.daemon(0).inFlight().iterator().next();
        profile.receiveAll(0);
        profile.daemon(0).returns(id, "value");
        profile.daemon(0).deliver();
    }

    /** What was refused, or left, has taken no stream of random numbers. */
    private void assertNextStreamIs(long stream) {
        while (profile.daemons.status().queued() > 0) {
            answerNext();
        }
        answerNext();
        Mirai<Object> next = profile.submit();
        assertThat(profile.daemon(0).streamOf(next.id())).isEqualTo(stream);
    }
}
