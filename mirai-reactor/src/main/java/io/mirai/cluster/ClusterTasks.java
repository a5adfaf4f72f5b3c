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
 * The tasks that came by one view of a profile. Thread-safe.
 *
 * <pre>
 *   open ──shutdown──► shut down: takes no more ──the last task is over──► terminated
 * </pre>
 */
public final class ClusterTasks {

    private final String cluster;
    private final ProfileParts profile;
    private final Submitter submitter;

    /** Those that are unresolved, or that a daemon still has. */
    private final Set<ClusterFuture<?>> open = ConcurrentHashMap.newKeySet();

    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean shutdown;

    /**
     * Has no tasks yet.
     *
     * @param cluster what the view is called in messages
     */
    public ClusterTasks(String cluster, ProfileParts profile) {
        this.cluster = cluster;
        this.profile = profile;
        this.submitter = new Submitter(profile);
    }

    // ---- Begin ----

    /**
     * Refuses if it was shut down, or if the profile is closed.
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

    /** Encodes a task; it is started later. */
    @SuppressWarnings("unchecked") // the task's own type
    public <T> ClusterFuture<T> prepare(Callable<T> callable) {
        return prepare(CallableTask.of(Objects.requireNonNull(callable, "task")), null, value -> (T) value);
    }

    /**
     * Encodes a task without a value; it is started later.
     *
     * @param asGiven what a shutdown gives back if the task was never sent; null for its future
     * @param result what the future brings at the end
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
     * @param whenDone run when it is resolved, where no user code may run
     * @throws RejectedExecutionException if it was shut down, if the profile is closed, or if its queue is full and the thread may
     *     not wait
     */
    public void start(ClusterFuture<?> future, Runnable whenDone) {
        open.add(future);
        if (shutdown) { // it may not have seen this one
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
        // Compared by differences, which half of all numbers may be.
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

    /** Takes no more tasks, stops those that it has, and gives back what was never sent to a daemon. */
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<ClusterFuture<?>> left =
                open.stream().sorted(Comparator.comparing(ClusterFuture::id)).toList();
        List<Runnable> unstarted = new ArrayList<>();
        for (ClusterFuture<?> future : left) {
            Runnable never = future.takeBack(); // first: what is cancelled and then sent after all would run twice
            if (never != null && !future.isDone()) {
                unstarted.add(never);
            }
            future.cancel(true);
        }
        terminateIfOver();
        return unstarted;
    }

    /** A task is resolved and no daemon has it any more, or it was never submitted. */
    private void onOver(ClusterFuture<?> future) {
        open.remove(future);
        terminateIfOver();
    }

    private void terminateIfOver() {
        // Not isEmpty(), which adds up counters and may err while others come and go.
        if (shutdown && !open.iterator().hasNext()) {
            terminated.countDown();
        }
    }

    /** Whether it takes no more tasks. */
    public boolean isShutdown() {
        return shutdown;
    }

    /** Whether it was shut down, and all its tasks have left the daemons. */
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    /** Waits for the end of all tasks; false if that has not come in time. */
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!isTerminated()) {
            Blocking.check("awaitTermination()");
        }
        return terminated.await(timeout, unit);
    }
}
