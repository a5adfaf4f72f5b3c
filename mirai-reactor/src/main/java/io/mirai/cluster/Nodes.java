package io.mirai.cluster;

import io.mirai.Outcome;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.form.ChunkTask;
import io.mirai.promise.Promise;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submitter;
import io.mirai.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs tasks on the daemons of a profile as on the numbered nodes of R's {@code parallel}. Thread-safe. */
public final class Nodes {

    private final ClusterTasks tasks;
    private final Submitter submitter;
    private final String profile;
    private final int size;

    /**
     * Makes the first nodes of a profile.
     *
     * @param tasks refuses when the cluster takes no more tasks
     */
    public Nodes(ClusterTasks tasks, ProfileParts profile, int size) {
        this.tasks = tasks;
        this.submitter = new Submitter(profile);
        this.profile = profile.dispatcher().profile();
        this.size = size;
    }

    /** Returns how many nodes there are. */
    public int size() {
        return size;
    }

    /** Submits a task to one node. */
    public <T> Promise<T> on(int node, Task<T> task) {
        if (node < 0 || node >= size) {
            throw new IndexOutOfBoundsException(Texts.noSuchNode(node, size));
        }
        tasks.requireOpen();
        return submitter.submitTo(node, task, TaskSpec.NONE);
    }

    /** Runs a task once on each node, as R's {@code clusterCall}. */
    public <R> List<@Nullable R> call(Task<R> task) {
        return collect(eachOn(Collections.nCopies(size, task)), "clusterCall()");
    }

    /** Applies a function to each element, on one node after the other, as R's {@code clusterApply}. */
    public <A, R> List<@Nullable R> apply(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        return flatten(collect(eachOn(ChunkTask.split(xs, xs.size(), f)), "clusterApply()"));
    }

    /** Applies a function to each element, in one chunk of neighbours for each node, as R's {@code parLapply}. */
    public <A, R> List<@Nullable R> applyInChunks(List<? extends A> xs, TaskFunction<? super A, ? extends R> f) {
        return flatten(collect(eachOn(ChunkTask.split(xs, Math.min(size, xs.size()), f)), "parLapply()"));
    }

    private <R> List<Promise<R>> eachOn(List<? extends Task<R>> each) {
        if (size == 0) {
            throw new IllegalStateException(Texts.noNodes(profile));
        }
        return IntStream.range(0, each.size())
                .mapToObj(index -> on(index % size, each.get(index)))
                .toList();
    }

    private <R> List<@Nullable R> collect(List<Promise<R>> promises, String what) {
        Promise.awaitAll(promises, what);
        NodeErrors.check(promises, size);
        List<@Nullable R> values = new ArrayList<>(promises.size());
        promises.forEach(promise -> values.add(((Outcome.Value<R>) promise.data()).value()));
        return values;
    }

    private static <R> List<@Nullable R> flatten(List<@Nullable List<@Nullable R>> chunks) {
        List<@Nullable R> all = new ArrayList<>();
        chunks.forEach(chunk -> all.addAll(Objects.requireNonNull(chunk)));
        return all;
    }
}
