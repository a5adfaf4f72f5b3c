package io.mirai.cluster;

import io.mirai.MiraiCanceled;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.Outcome;
import io.mirai.dispatch.TaskObserver;
import io.mirai.promise.Blocking;
import io.mirai.promise.Promise;
import io.mirai.task.Prepared;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task of a {@link io.mirai.MiraiCluster}, as code for executors sees it. It only observes its promise; waiting does not
 * count as a subscription. Thread-safe.
 */
public final class ClusterFuture<T> implements RunnableFuture<T>, TaskObserver {

    private static final int WAITING = 0;
    private static final int BEGUN = 1;
    private static final int TAKEN_BACK = 2;

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<ClusterFuture> STARTED =
            AtomicIntegerFieldUpdater.newUpdater(ClusterFuture.class, "started");

    private final Consumer<ClusterFuture<?>> onOver;
    private final Runnable unstarted;
    private final Function<@Nullable Object, @Nullable T> result;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Prepared<?> task;
    private volatile int started = WAITING;
    private volatile boolean ended;

    /**
     * Makes the future of a task that is not submitted yet.
     *
     * @param onOver hears, perhaps more than once, that it is resolved and no daemon has it any more
     * @param prepares encodes the task, whose observer this is
     * @param asGiven the runnable that a shutdown gives back; null for this future
     * @param result turns the value of the task into the result of this future
     */
    ClusterFuture(
            Consumer<ClusterFuture<?>> onOver,
            Function<TaskObserver, Prepared<?>> prepares,
            @Nullable Runnable asGiven,
            Function<@Nullable Object, @Nullable T> result) {
        this.onOver = onOver;
        this.unstarted = asGiven == null ? this : asGiven;
        this.result = result;
        this.task = prepares.apply(this);
        promise().whenResolved(this::onResolved);
    }

    /** Claims it for the caller to submit; returns false if that was done before. */
    public boolean tryClaim() {
        return claimed.compareAndSet(false, true);
    }

    /**
     * Submits it.
     *
     * @throws IllegalStateException if the profile is closed
     */
    void submit(Runnable whenDone) {
        promise().whenResolved(whenDone);
        task.submit();
    }

    private Promise<?> promise() {
        return task.submission().promise();
    }

    private void onResolved() {
        done.countDown();
        removeIfOver();
    }

    // ---- What the dispatcher tells ----

    @Override
    public boolean tryBegin() {
        return STARTED.compareAndSet(this, WAITING, BEGUN) || started == BEGUN;
    }

    @Override
    public void onReturned() {
        STARTED.compareAndSet(this, BEGUN, WAITING);
    }

    @Override
    public void onEnded() {
        ended = true;
        removeIfOver();
    }

    private void removeIfOver() {
        if (ended && !promise().unresolved()) {
            onOver.accept(this);
        }
    }

    // ---- What the cluster asks ----

    long id() {
        return promise().label().id();
    }

    /** Takes it back, in the form in which the user gave it, so that it is never sent; null if it was sent and has not returned. */
    @Nullable
    Runnable takeBack() {
        return STARTED.compareAndSet(this, WAITING, TAKEN_BACK) ? unstarted : null;
    }

    /** Returns whether it has ended without a value. */
    public boolean hasFailed() {
        return isDone() && !(promise().data() instanceof Outcome.Value<?>);
    }

    /** Returns its failure; null if it has not failed. */
    public @Nullable MiraiException failure() {
        return task.submission().failure();
    }

    // ---- Future ----

    /** Does nothing: a future that a shutdown gives back is cancelled, and no task runs in the host. */
    @Override
    public void run() {}

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return mayInterruptIfRunning ? promise().stop() : task.submission().abandon();
    }

    @Override
    public boolean isCancelled() {
        return failure() instanceof MiraiCanceled;
    }

    @Override
    public boolean isDone() {
        return !promise().unresolved();
    }

    @Override
    public @Nullable T get() throws InterruptedException, ExecutionException {
        checkMayBlock();
        done.await();
        return report();
    }

    @Override
    public @Nullable T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        checkMayBlock();
        if (!done.await(timeout, unit)) {
            throw new TimeoutException(Texts.notDoneInTime(unit.toMillis(timeout), promise()));
        }
        return report();
    }

    private void checkMayBlock() {
        if (!isDone()) {
            Blocking.check("get()");
        }
    }

    private @Nullable T report() throws ExecutionException {
        MiraiException failure = failure();
        if (failure instanceof MiraiCanceled) {
            CancellationException cancelled = new CancellationException(failure.getMessage());
            cancelled.initCause(failure);
            throw cancelled;
        }
        if (failure != null) {
            throw new ExecutionException(causeOf(failure));
        }
        return result.apply(((Outcome.Value<?>) promise().data()).value());
    }

    /**
     * Returns the exception that the task itself threw, where that could be rebuilt, since code for executors asks for its class.
     */
    private static Throwable causeOf(MiraiException failure) {
        Throwable original = failure.getCause();
        return failure instanceof MiraiError error
                        && original != null
                        && original.getClass().getName().equals(error.remoteClassName())
                ? original
                : failure;
    }

    @Override
    public String toString() {
        return "ClusterFuture[" + promise() + "]";
    }
}
