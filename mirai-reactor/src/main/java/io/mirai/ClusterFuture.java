package io.mirai;

import io.mirai.dispatch.TaskObserver;
import io.mirai.dispatch.Texts;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * A task of a {@link MiraiCluster}, as code for executors sees it. It only looks at its mirai: to wait is to subscribe to nothing.
 * Thread-safe.
 */
final class ClusterFuture<T> implements RunnableFuture<T>, TaskObserver {

    private static final int WAITING = 0;
    private static final int BEGUN = 1;
    private static final int TAKEN_BACK = 2;

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<ClusterFuture> STARTED =
            AtomicIntegerFieldUpdater.newUpdater(ClusterFuture.class, "started");

    private final MiraiCluster cluster;
    private final Runnable unstarted;
    private final Function<@Nullable Object, @Nullable T> result;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Submitter.Prepared<?> task;
    private volatile int started = WAITING;
    private volatile boolean ended;

    /**
     * Not submitted yet.
     *
     * @param prepares encodes the task, whose observer this is
     * @param asGiven what the user gave, if that is what a shutdown is to give back; null for this
     * @param result what this brings where the task has brought that
     */
    ClusterFuture(
            MiraiCluster cluster,
            Function<TaskObserver, Submitter.Prepared<?>> prepares,
            @Nullable Runnable asGiven,
            Function<@Nullable Object, @Nullable T> result) {
        this.cluster = cluster;
        this.unstarted = asGiven == null ? this : asGiven;
        this.result = result;
        this.task = prepares.apply(this);
    }

    /**
     * Submits it.
     *
     * @throws IllegalStateException if the profile is closed
     */
    void submit(Runnable whenDone) {
        Mirai<?> mirai = task.submission().mirai();
        mirai.whenResolved(() -> {
            done.countDown();
            whenDone.run();
            removeIfOver();
        });
        task.submit();
    }

    private Mirai<?> mirai() {
        return task.submission().mirai();
    }

    // ---- What the dispatcher tells ----

    @Override
    public boolean tryBegin() {
        return STARTED.compareAndSet(this, WAITING, BEGUN) || started == BEGUN;
    }

    @Override
    public void onEnded() {
        ended = true;
        removeIfOver();
    }

    private void removeIfOver() {
        if (ended && !mirai().unresolved()) {
            cluster.onOver(this);
        }
    }

    // ---- What the cluster asks ----

    long id() {
        return mirai().id();
    }

    /** Takes it back, in the form in which its user gave it: it is never sent from now on. Null if it was sent. */
    @Nullable
    Runnable takeBack() {
        return STARTED.compareAndSet(this, WAITING, TAKEN_BACK) ? unstarted : null;
    }

    /** Waits for the outcome, so long; false if it is not there then. */
    boolean await(long nanos) throws InterruptedException {
        return done.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether it has ended without a value. */
    boolean hasFailed() {
        return isDone() && !(mirai().end() instanceof Outcome.Value<?>);
    }

    /** What it failed with; null if it did not. */
    @Nullable
    MiraiException failure() {
        return task.submission().failure();
    }

    // ---- Future ----

    /** Does nothing: what is given back by a shutdown is cancelled, and no task runs in the host. */
    @Override
    public void run() {}

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return mayInterruptIfRunning ? mirai().stop() : task.submission().abandon();
    }

    @Override
    public boolean isCancelled() {
        return failure() instanceof MiraiCanceled;
    }

    @Override
    public boolean isDone() {
        return !mirai().unresolved();
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
            throw new TimeoutException(Texts.notDoneInTime(unit.toMillis(timeout), mirai()));
        }
        return report();
    }

    private void checkMayBlock() {
        if (!isDone() && Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(Texts.mayNotBlock("get()", Thread.currentThread()));
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
        return result.apply(((Outcome.Value<?>) mirai().data()).value());
    }

    /** What the task itself threw, where that could be rebuilt: code for executors asks for its class. */
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
        return "ClusterFuture[" + mirai() + "]";
    }
}
