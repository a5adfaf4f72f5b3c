package io.mirai.daemon.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Body;
import io.mirai.spi.Work;
import io.mirai.wire.TaskRequest;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class TaskRunTest {

    private static final int RACES = 20_000;

    private final TaskRun run = newRun();

    @AfterEach
    void clearFlag() {
        Thread.interrupted();
    }

    @Test
    void stop_whileWaiting_owesTheReplyAndKeepsItFromWorkers() {
        assertThat(run.stop(true)).isTrue();
        assertThat(run.tryPrepare()).isFalse();
        assertThat(run.stop(true)).isFalse();
    }

    @Test
    void stop_whilePreparing_leavesTheReplyToTheWorker() {
        assertThat(run.tryPrepare()).isTrue();
        assertThat(run.stop(true)).isFalse();
        assertThat(run.isStopped()).isTrue();
        assertThat(run.tryRun()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void stop_whilePreparingWithoutLeaveToInterrupt_doesNothing() {
        assertThat(run.tryPrepare()).isTrue();
        assertThat(run.stop(false)).isFalse();
        assertThat(run.isStopped()).isFalse();
        assertThat(run.tryRun()).isTrue();
    }

    @Test
    void stop_whileRunning_interruptsItsThread() {
        begin(run);
        assertThat(run.stop(true)).isFalse();
        assertThat(run.isStopped()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        run.leave();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void stop_whileRunningWithoutLeaveToInterrupt_doesNothing() {
        begin(run);
        assertThat(run.stop(false)).isFalse();
        assertThat(run.isStopped()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void stop_afterItsEnd_doesNothing() {
        begin(run);
        run.leave();
        assertThat(run.stop(true)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void leave_withAFlagThatUserCodeSet_clearsIt() {
        begin(run);
        Thread.currentThread().interrupt();
        run.leave();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void stop_racingWithTheEnd_neverInterruptsWhatFollows() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        ExecutorService stopper = Executors.newSingleThreadExecutor();
        try {
            int late = 0;
            for (int i = 0; i < RACES; i++) {
                TaskRun raced = newRun();
                begin(raced);
                Future<?> stopped = stopper.submit(() -> {
                    barrier.await();
                    return raced.stop(true);
                });
                barrier.await();
                raced.leave();
                late += Thread.currentThread().isInterrupted() ? 1 : 0;
                stopped.get(10, TimeUnit.SECONDS);
                late += Thread.interrupted() ? 1 : 0;
            }
            assertThat(late).isZero();
        } finally {
            stopper.shutdownNow();
        }
    }

    private static void begin(TaskRun run) {
        assertThat(run.tryPrepare()).isTrue();
        assertThat(run.tryRun()).isTrue();
    }

    private static TaskRun newRun() {
        return new TaskRun(
                new TaskRequest(7, 1, 0, 1, TaskRequest.NO_FUNCTION, 1, Work.Kind.VALUE, "fit", 0, Body.EMPTY),
                new TestExchange(Mono.just(Body.EMPTY), kind -> {}),
                null);
    }
}
