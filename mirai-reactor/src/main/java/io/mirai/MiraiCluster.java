package io.mirai;

import io.mirai.cluster.ClusterFuture;
import io.mirai.cluster.ClusterTasks;
import io.mirai.cluster.Nodes;
import io.mirai.dispatch.Faults;
import io.mirai.promise.Blocking;
import io.mirai.task.ProfileParts;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemons of a profile as an {@link ExecutorService}, and as the numbered nodes of R's {@code parallel}. It is a view: a
 * shutdown ends the tasks that came by it, or lets them end, and leaves the daemons and all other tasks alone. {@link
 * Daemons#cluster()} makes it; its counterpart in R's mirai is {@code make_cluster()}.
 *
 * <p>A task goes to another JVM, so it has to be one that can be carried: a {@link Task} or {@link TaskAction}, a {@link Callable} or
 * {@link Runnable} that is an object with fields, or a lambda whose type is also {@link java.io.Serializable}. Any other task is
 * refused at the call with {@link MiraiNotSerializable}; nothing runs in the host. Its futures throw an {@link ExecutionException}
 * whose cause is the exception of the task, or the {@link MiraiException} where that cannot be rebuilt here.
 *
 * <p>Thread-safe. After a shutdown, or when the profile is closed, all methods that submit throw {@link RejectedExecutionException}.
 * Methods that wait throw {@link IllegalStateException} on a thread that may not block.
 */
public final class MiraiCluster extends AbstractExecutorService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MiraiCluster.class);

    private static final String SEVERAL = "invokeAll() or invokeAny()";

    private final Daemons daemons;
    private final String name;
    private final Nodes nodes;
    private final ClusterTasks tasks;

    MiraiCluster(Daemons daemons, int nodes) {
        ProfileParts profile = daemons.parts();
        this.daemons = daemons;
        this.name = "MiraiCluster[" + nodes + (nodes == 1 ? " node of " : " nodes of ")
                + profile.dispatcher().profile() + "]";
        this.tasks = new ClusterTasks(name, profile);
        this.nodes = new Nodes(tasks, profile, nodes);
    }

    // ---- Nodes ----

    /** Returns how many nodes it has: one for each slot that the profile had when this was made. */
    public int size() {
        return nodes.size();
    }

    /**
     * Submits a task to one node. It waits for that daemon, or the one that replaces it, even if others are free.
     *
     * @param node from 0
     * @throws IndexOutOfBoundsException if there is no such node
     */
    public <T> Mirai<T> on(int node, Task<T> task) {
        return new Mirai<>(nodes.on(node, task));
    }

    /**
     * Runs a task once on each node.
     *
     * @return the results, in order of the nodes
     * @throws MiraiException if the task failed on a node, after all have ended; the message names the node in one line
     */
    public <R> List<@Nullable R> clusterCall(Task<R> task) {
        return nodes.call(task);
    }

    /**
     * Applies a function to each element, to the one of index i on node i mod n.
     *
     * @return the results, in order
     * @throws MiraiException as {@link #clusterCall}
     */
    public <A, R> List<@Nullable R> clusterApply(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        return nodes.apply(xs, f);
    }

    /**
     * Applies a function to each element, on the node that is free next.
     *
     * @return the results, in order
     * @throws MiraiException the first failure, after all have ended; the message names the element and the daemon
     */
    public <A, R> List<@Nullable R> clusterApplyLB(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        tasks.requireOpen();
        return daemons.<A, R>map(xs, f).collect();
    }

    /**
     * Applies a function to each element, in one chunk of neighbours for each node, of lengths that differ by one at most.
     *
     * @return the results, in order
     * @throws MiraiException as {@link #clusterCall}
     */
    public <A, R> List<@Nullable R> parLapply(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        return nodes.applyInChunks(xs, f);
    }

    /** Starts daemons on other machines for the nodes that have none. See {@link Daemons#launchRemote(RemoteConfig)}. */
    public List<String> launchRemote(RemoteConfig config) {
        return daemons.launchRemote(config);
    }

    /**
     * Starts a daemon on another machine for one node, which has none. See {@link Daemons#launchRemote(RemoteConfig)}.
     *
     * @param config one launch
     * @throws IndexOutOfBoundsException if there is no such node
     * @throws IllegalStateException if the node has a daemon
     */
    public List<String> launchRemote(int node, RemoteConfig config) {
        return daemons.launchRemoteIn(node, config);
    }

    /** Returns the counts of the profile at this moment. */
    public Status status() {
        return daemons.status();
    }

    // ---- Tasks ----

    /** Submits a task to the node that is free next. */
    public <T> Future<T> submit(Task<T> task) {
        return submit((Callable<T>) task);
    }

    /** Submits a task without a value to the node that is free next. */
    public Future<?> submit(TaskAction action) {
        return submit((Runnable) action);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return tasks.prepare(callable);
    }

    /** Makes the future of a task whose result stays in the host. */
    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T result) {
        return tasks.prepare(runnable, null, nothing -> result);
    }

    /** Submits a task whose failure is logged. */
    public void execute(TaskAction action) {
        execute((Runnable) action);
    }

    /** Submits a task whose failure is logged. */
    @Override
    public void execute(Runnable command) {
        if (command instanceof ClusterFuture<?> fresh && fresh.tryClaim()) {
            tasks.start(fresh, () -> {});
            return;
        }
        ClusterFuture<?> future = tasks.prepare(command, command, nothing -> null);
        tasks.start(future, () -> {
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

    // ---- Several at once ----

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        Blocking.check(SEVERAL);
        return super.invokeAll(tasks);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        Blocking.check(SEVERAL);
        return super.invokeAll(tasks, timeout, unit);
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
        Blocking.check(SEVERAL);
        return this.tasks.first(tasks, timeout, unit);
    }

    // ---- The end ----

    /** Takes no more tasks, and lets those that it has end. Idempotent. */
    @Override
    public void shutdown() {
        tasks.shutdown();
    }

    /**
     * Takes no more tasks, and stops those that it has; a task that runs is interrupted.
     *
     * @return the tasks that no daemon has, or has begun, and none ever will: those of {@code execute} as they were given, all others
     *     as their cancelled futures
     */
    @Override
    public List<Runnable> shutdownNow() {
        return tasks.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return tasks.isShutdown();
    }

    /** Returns whether it was shut down, and no daemon has any of its tasks. */
    @Override
    public boolean isTerminated() {
        return tasks.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return tasks.awaitTermination(timeout, unit);
    }

    /** Shuts down and waits for its tasks to end; an interrupt stops them, and stays set. The daemons go on. */
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

    /** Shows it as {@code MiraiCluster[4 nodes of local-1]}. */
    @Override
    public String toString() {
        return name;
    }
}
