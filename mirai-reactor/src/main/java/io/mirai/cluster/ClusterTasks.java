package io.mirai.cluster;

import io.mirai.MiraiQueueFull;
import io.mirai.Task;
import io.mirai.form.CallableTask;
import io.mirai.form.RunnableTask;
import io.mirai.promise.Blocking;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submitter;
import io.mirai.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Submits and counts the tasks that come by one view of a profile. Thread-safe.
 *
 * <pre>
 *   open ──shutdown──► shut down: takes no more ──the last task is over──► terminated
 * </pre>
 */
public final class ClusterTasks {

    private final String cluster;
    private final ProfileParts profile;
    private final Submitter submitter;

    /** The tasks that are unresolved, or that a daemon still has. */
    private final Set<ClusterFuture<?>> open = ConcurrentHashMap.newKeySet();

    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean shutdown;

    /**
     * Makes a view without tasks.
     *
     * @param cluster the name of the view in messages
     */
    public ClusterTasks(String cluster, ProfileParts profile) {
        this.cluster = cluster;
        this.profile = profile;
        this.submitter = new Submitter(profile);
    }

    // ---- Begin ----

    /**
     * Refuses if the view was shut down, or the profile is closed.
     *
     * @throws RejectedExecutionException if so
     */
    public void requireOpen() {
        if (shutdown) {
            throw rejected();
        }
        try {
            profile.dispatcher().requireOpen();
        } catch (IllegalStateException e) {
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    private RejectedExecutionException rejected() {
        return new RejectedExecutionException(Texts.shutDown(cluster));
    }

    /** Encodes a task, which is submitted later. */
    @SuppressWarnings("unchecked") // the task's own type
    public <T> ClusterFuture<T> prepare(Callable<T> callable) {
        return prepare(CallableTask.of(Objects.requireNonNull(callable, "task")), null, value -> (T) value);
    }

    /**
     * Encodes a task without a value, which is submitted later.
     *
     * @param asGiven what a shutdown gives back if no daemon has the task or has begun it; null for its future
     * @param result makes the result of the future
     */
    public <T> ClusterFuture<T> prepare(
            Runnable runnable, @Nullable Runnable asGiven, Function<@Nullable Object, @Nullable T> result) {
        return prepare(RunnableTask.of(Objects.requireNonNull(runnable, "task")), asGiven, result);
    }

    private <T> ClusterFuture<T> prepare(
            Task<?> task, @Nullable Runnable asGiven, Function<@Nullable Object, @Nullable T> result) {
        requireOpen();
        return new ClusterFuture<>(
                this::onOver, observer -> submitter.prepare(task, TaskSpec.NONE, observer), asGiven, result);
    }

    /**
     * Submits a task.
     *
     * @param whenDone runs when it is resolved, where no user code may run
     * @throws RejectedExecutionException if the view was shut down, if the profile is closed, or if its queue is full and the
     *     thread may not wait
     */
    public void start(ClusterFuture<?> future, Runnable whenDone) {
        open.add(future);
        if (shutdown) { // that may not have seen this future
            onOver(future);
            throw rejected();
        }
        try {
            future.submit(whenDone);
        } catch (IllegalStateException | MiraiQueueFull e) {
            onOver(future);
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    /** Submits some tasks, waits for the first that brings a value, and cancels the others. */
    public <T> @Nullable T first(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException(Texts.noTasks());
        }
        // Deadlines are compared by their differences, which must stay below half of all numbers.
        long deadline = System.nanoTime() + Math.min(unit.toNanos(timeout), Long.MAX_VALUE / 2);
        BlockingQueue<ClusterFuture<T>> done = new LinkedBlockingQueue<>();
        List<ClusterFuture<T>> futures = new ArrayList<>();
        try {
            for (Callable<T> task : tasks) {
                ClusterFuture<T> future = prepare(task);
                futures.add(future);
                start(future, () -> done.add(future));
            }
            ExecutionException last = null;
            for (int ended = 0; ended < futures.size(); ended++) {
                ClusterFuture<T> next = done.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new TimeoutException(Texts.noneDoneInTime(unit.toMillis(timeout), futures.size()));
                }
                try {
                    return next.get();
                } catch (ExecutionException e) {
                    last = e;
                }
            }
            throw Objects.requireNonNull(last);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    // ---- End ----

    /** Takes no more tasks. */
    public void shutdown() {
        shutdown = true;
        terminateIfOver();
    }

    /** Takes no more tasks, stops those that it has, and gives back what no daemon has or has begun. */
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<ClusterFuture<?>> left =
                open.stream().sorted(Comparator.comparing(ClusterFuture::id)).toList();
        List<Runnable> unstarted = new ArrayList<>();
        for (ClusterFuture<?> future : left) {
            Runnable never = future.takeBack(); // first: a task that is given back must never be sent
            if (never != null && !future.isDone()) {
                unstarted.add(never);
            }
            future.cancel(true);
        }
        terminateIfOver();
        return unstarted;
    }

    /** Forgets a task that is resolved and that no daemon has any more, or that was never submitted. */
    private void onOver(ClusterFuture<?> future) {
        open.remove(future);
        terminateIfOver();
    }

    private void terminateIfOver() {
        // isEmpty() adds up counters, and may be wrong while others come and go.
        if (shutdown && !open.iterator().hasNext()) {
            terminated.countDown();
        }
    }

    /** Returns whether it takes no more tasks. */
    public boolean isShutdown() {
        return shutdown;
    }

    /** Returns whether it was shut down, and no daemon has any of its tasks. */
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    /** Waits for the end of all tasks; returns false if that has not come in time. */
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!isTerminated()) {
            Blocking.check("awaitTermination()");
        }
        return terminated.await(timeout, unit);
    }
}
