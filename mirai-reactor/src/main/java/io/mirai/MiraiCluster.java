package io.mirai;

import io.mirai.dispatch.Faults;
import io.mirai.dispatch.Texts;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * The daemons of a profile as an {@link ExecutorService}, and as the numbered nodes that R's {@code parallel} knows. It is a
 * view: to shut it down ends the tasks that came by it, or lets them end, and leaves the daemons and all other tasks alone. Get it
 * by {@link Daemons#cluster()}; its counterpart in R's mirai is {@code make_cluster()}.
 *
 * <p>A task goes to another JVM, so it has to be one that can be carried: ours are, and so is a {@link Callable} or {@link
 * Runnable} that is an object with fields, or a lambda whose type is also {@link java.io.Serializable}. What cannot be carried
 * is refused at the call with {@link MiraiNotSerializable}; nothing runs in the host. Its futures throw what the task
 * threw as the cause of an {@link ExecutionException}, or the {@link MiraiException} where that cannot be rebuilt here.
 *
 * <p>Thread-safe. After a shutdown, or when the profile is closed, all that submit throw {@link RejectedExecutionException}.
 * What waits throws {@link IllegalStateException} on a thread that may not block.
 */
public final class MiraiCluster implements ExecutorService, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MiraiCluster.class);

    private final Daemons daemons;
    private final Submitter submitter;
    private final int nodes;

    /** Those that have no outcome, or that a daemon still has. */
    private final Set<ClusterFuture<?>> open = ConcurrentHashMap.newKeySet();

    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean shutdown;

    MiraiCluster(Daemons daemons, Submitter submitter, int nodes) {
        this.daemons = daemons;
        this.submitter = submitter;
        this.nodes = nodes;
    }

    // ---- Nodes ----

    /** How many nodes it has: the daemons that the profile had when this was made, those that had not dialled in included. */
    public int size() {
        return nodes;
    }

    /**
     * Submits a task to one node; it waits for that daemon, or the one that replaces it, even where others are free.
     *
     * @param node from 0
     * @throws IndexOutOfBoundsException if there is no such node
     */
    public <T> Mirai<T> on(int node, Task<T> task) {
        if (node < 0 || node >= nodes) {
            throw new IndexOutOfBoundsException(Texts.noSuchNode(node, nodes));
        }
        requireOpen();
        return submitter.taskOn(node, task, TaskOptions.none());
    }

    /**
     * Runs a task once on each node.
     *
     * @return the results, in order of the nodes
     * @throws MiraiException if it failed on one, after all have ended: the message names the node in one line
     */
    public <R> List<@Nullable R> clusterCall(Task<R> task) {
        return collect(eachOn(IntStream.range(0, nodes).mapToObj(node -> task).toList()), "clusterCall()");
    }

    /**
     * Applies a function to each element, that of index i on node i mod n.
     *
     * @return the results, in order
     * @throws MiraiException as {@link #clusterCall}
     */
    public <A, R> List<@Nullable R> clusterApply(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        List<ChunkTask<A, R>> tasks = ChunkTask.split(xs, xs.size(), f);
        return flatten(collect(eachOn(tasks), "clusterApply()"));
    }

    /**
     * Applies a function to each element, on whatever node is free next.
     *
     * @return the results, in order
     * @throws MiraiException the first failure, after all have ended: the message names the element and the daemon
     */
    public <A, R> List<@Nullable R> clusterApplyLB(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        requireOpen();
        return daemons.<A, R>map(xs, f).collect();
    }

    /**
     * Applies a function to each element, in one chunk of neighbours for each node, of lengths that differ by one at most.
     *
     * @return the results, in order
     * @throws MiraiException as {@link #clusterCall}
     */
    public <A, R> List<@Nullable R> parLapply(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        return flatten(collect(eachOn(ChunkTask.split(xs, Math.min(nodes, xs.size()), f)), "parLapply()"));
    }

    private <R> List<Mirai<R>> eachOn(List<? extends Task<R>> tasks) {
        if (nodes == 0) {
            throw new IllegalStateException(Texts.noNodes(status().profile()));
        }
        return IntStream.range(0, tasks.size())
                .mapToObj(index -> on(index % nodes, tasks.get(index)))
                .toList();
    }

    private <R> List<@Nullable R> collect(List<Mirai<R>> tasks, String what) {
        Mirai.awaitAll(tasks, what);
        NodeErrors.check(tasks, nodes);
        List<@Nullable R> values = new ArrayList<>(tasks.size());
        tasks.forEach(task -> values.add(task.collect()));
        return values;
    }

    private static <R> List<@Nullable R> flatten(List<@Nullable List<@Nullable R>> chunks) {
        List<@Nullable R> all = new ArrayList<>();
        chunks.forEach(chunk -> all.addAll(Objects.requireNonNull(chunk)));
        return all;
    }

    /** The counts of the profile at this moment. */
    public Status status() {
        return daemons.status();
    }

    // ---- Tasks ----

    /** Submits a task to whatever node is free next. */
    public <T> Future<T> submit(Task<T> task) {
        return start(task, null, MiraiCluster::asIs, () -> {});
    }

    /** Submits a task without a value to whatever node is free next. */
    public Future<?> submit(TaskAction action) {
        return start(RunnableTask.of(nonNull(action)), null, MiraiCluster::asIs, () -> {});
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return start(CallableTask.of(nonNull(task)), null, MiraiCluster::asIs, () -> {});
    }

    @Override
    public Future<?> submit(Runnable task) {
        return start(RunnableTask.of(nonNull(task)), null, MiraiCluster::asIs, () -> {});
    }

    /** As {@code submit(Runnable)}; the result stays in the host. */
    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return start(RunnableTask.of(nonNull(task)), null, nothing -> result, () -> {});
    }

    /** Submits a task of which nobody hears but the log, if it fails. */
    public void execute(TaskAction action) {
        execute((Runnable) action);
    }

    /** Submits a task of which nobody hears but the log, if it fails. */
    @Override
    public void execute(Runnable command) {
        ClusterFuture<?> future = prepare(RunnableTask.of(nonNull(command)), command, MiraiCluster::asIs);
        start(future, () -> {
            if (future.hasFailed()) {
                Faults.later(() -> logFailure(future)); // the user's log is user code
            }
        });
    }

    private void logFailure(ClusterFuture<?> future) {
        MiraiException failure = future.failure();
        if (!(failure instanceof MiraiCanceled)) {
            log.error("{}: a task of execute() failed", this, failure);
        }
    }

    private static <T> T nonNull(T task) {
        return Objects.requireNonNull(task, "task");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the task's own type
    private static <T> @Nullable T asIs(@Nullable Object value) {
        return (T) value;
    }

    private <T> ClusterFuture<T> start(
            Task<?> task,
            @Nullable Runnable asGiven,
            Function<@Nullable Object, @Nullable T> result,
            Runnable whenDone) {
        ClusterFuture<T> future = prepare(nonNull(task), asGiven, result);
        start(future, whenDone);
        return future;
    }

    private <T> ClusterFuture<T> prepare(
            Task<?> task, @Nullable Runnable asGiven, Function<@Nullable Object, @Nullable T> result) {
        requireOpen();
        return new ClusterFuture<>(
                this, observer -> submitter.prepare(task, TaskOptions.none(), observer), asGiven, result);
    }

    private void start(ClusterFuture<?> future, Runnable whenDone) {
        open.add(future);
        if (shutdown) { // it may not have seen this one
            onOver(future);
            throw rejected();
        }
        try {
            future.submit(whenDone);
        } catch (IllegalStateException e) {
            onOver(future);
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    private void requireOpen() {
        if (shutdown) {
            throw rejected();
        }
        try {
            daemons.requireOpen();
        } catch (IllegalStateException e) {
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    private RejectedExecutionException rejected() {
        return new RejectedExecutionException(Texts.clusterShutDown(toString()));
    }

    // ---- Several at once ----

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        long deadline = deadline(timeout, unit);
        List<ClusterFuture<T>> futures = new ArrayList<>();
        boolean allDone = false;
        try {
            startAll(tasks, futures, future -> {});
            for (ClusterFuture<T> future : futures) {
                if (!future.await(deadline - System.nanoTime())) {
                    return List.copyOf(futures); // and what is left is cancelled
                }
            }
            allDone = true;
            return List.copyOf(futures);
        } finally {
            if (!allDone) {
                futures.forEach(future -> future.cancel(true));
            }
        }
    }

    @Override
    public <T> @Nullable T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e); // in 292 years
        }
    }

    @Override
    public <T> @Nullable T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = deadline(timeout, unit);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException(Texts.noTasks());
        }
        BlockingQueue<ClusterFuture<T>> done = new LinkedBlockingQueue<>();
        List<ClusterFuture<T>> futures = new ArrayList<>();
        try {
            startAll(tasks, futures, done::add);
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

    private static long deadline(long timeout, TimeUnit unit) {
        if (Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(Texts.mayNotBlock("invokeAll() or invokeAny()", Thread.currentThread()));
        }
        long nanos = unit.toNanos(timeout);
        // Compared by differences, which half of all numbers may be.
        return System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    }

    private <T> void startAll(
            Collection<? extends Callable<T>> tasks,
            List<ClusterFuture<T>> futures,
            Consumer<ClusterFuture<T>> whenDone) {
        for (Callable<T> task : tasks) {
            ClusterFuture<T> future = prepare(CallableTask.of(nonNull(task)), null, MiraiCluster::asIs);
            start(future, () -> whenDone.accept(future));
            futures.add(future);
        }
    }

    // ---- The end ----

    /** Takes no more tasks; those that it has come to their end. Idempotent. */
    @Override
    public void shutdown() {
        shutdown = true;
        terminateIfOver();
    }

    /**
     * Takes no more tasks, and stops those that it has: what runs is interrupted.
     *
     * @return what was never sent to a daemon, and never will be: what was given to {@code execute}, and of all else its cancelled future
     */
    @Override
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

    /** A task has its outcome and no daemon has it any more, or it was never submitted. */
    void onOver(ClusterFuture<?> future) {
        open.remove(future);
        terminateIfOver();
    }

    private void terminateIfOver() {
        // Not isEmpty(), which adds up counters and may err while others come and go.
        if (shutdown && !open.iterator().hasNext()) {
            terminated.countDown();
        }
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    /** Whether it was shut down, and all its tasks have left the daemons. */
    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!isTerminated() && Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(Texts.mayNotBlock("awaitTermination()", Thread.currentThread()));
        }
        return terminated.await(timeout, unit);
    }

    /** Shuts down and waits for the end of its tasks; an interrupt stops them, and stays set. The daemons go on. */
    @Override
    public void close() {
        shutdown();
        boolean interrupted = false;
        while (!isTerminated()) {
            try {
                var unused = awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
                shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code MiraiCluster[4 nodes of local-1]}. */
    @Override
    public String toString() {
        return "MiraiCluster[" + nodes + (nodes == 1 ? " node of " : " nodes of ")
                + daemons.status().profile() + "]";
    }
}
