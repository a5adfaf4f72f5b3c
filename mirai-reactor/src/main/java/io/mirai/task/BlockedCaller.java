package io.mirai.task;

import io.mirai.dispatch.Admission;
import io.mirai.dispatch.AdmissionWaiter;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Blocks a thread at the gate before the queue, with its task. */
final class BlockedCaller<T> extends AdmissionWaiter {

    private final Admission gate;
    private final Supplier<Submission<T>> making;
    private final Body body;
    private final CountDownLatch over = new CountDownLatch(1);

    // The drain loop writes these before it is over; the thread reads them after.
    private @Nullable Promise<T> promise;
    private @Nullable String closedBecause;

    /**
     * Makes a waiter that does not wait yet.
     *
     * @param making numbers the task when it passes
     */
    BlockedCaller(Admission gate, Supplier<Submission<T>> making, Body body) {
        super(body);
        this.gate = gate;
        this.making = making;
        this.body = body;
    }

    /**
     * Waits until the task is queued.
     *
     * @throws IllegalStateException if the profile closes, or if the thread is interrupted before the task has passed; then its flag
     *     is set again
     */
    Promise<T> await() {
        gate.await(this);
        InterruptedException interrupt = awaitEnd();
        if (interrupt != null) {
            Thread.currentThread().interrupt();
        }
        if (promise != null) {
            return promise;
        }
        throw closedBecause != null
                ? new IllegalStateException(closedBecause)
                : new IllegalStateException(Texts.interruptedAtTheGate(), interrupt);
    }

    /** Waits for the end; an interrupt takes the task out of the line, unless it passes at that moment. */
    private @Nullable InterruptedException awaitEnd() {
        InterruptedException interrupt = null;
        while (true) {
            try {
                over.await();
                return interrupt;
            } catch (InterruptedException e) {
                interrupt = e;
                gate.leave(this);
            }
        }
    }

    @Override
    protected Admitted onAdmitted() {
        Submission<T> submission = making.get();
        promise = submission.promise();
        over.countDown();
        return new Admitted(submission.ticket(), body);
    }

    @Override
    protected void onLeft() {
        over.countDown();
    }

    @Override
    protected void onClosed(String reason) {
        closedBecause = reason;
        over.countDown();
    }
}
