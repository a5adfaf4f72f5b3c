package io.mirai.map;

import io.mirai.dispatch.SetupTask;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.Ticket;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import io.mirai.spi.Work;
import io.mirai.task.CallSite;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submission;
import io.mirai.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Submits a setup task, as a map whose elements are the results of the daemons that are there. All elements are under way from the
 * start, and the dispatcher decides which daemon brings which. Thread-safe.
 */
final class EverywhereTasks<R> implements MapTasks<R>, MapResults.Source {

    /** The index of a result that nobody waits for. */
    private static final int NO_ELEMENT = -1;

    private final ProfileParts profile;
    private final SetupTask setup;
    private final MapResults<R> results;
    private final List<Submission<R>> submissions = new ArrayList<>();

    /**
     * Makes a setup task that is not submitted yet.
     *
     * @param labels makes the label of an element, or of a result that nobody waits for
     * @param results how many results the caller waits for
     * @param extra how many of them are of daemons that nobody has launched yet
     */
    EverywhereTasks(
            ProfileParts profile,
            LongFunction<TaskLabel> labels,
            Work work,
            TaskSpec spec,
            Body body,
            int results,
            int extra) {
        this.profile = profile;
        this.results = new MapResults<>(results, this);
        CallSite callSite = new CallSite();
        LongFunction<Submission<R>> making =
                element -> new Submission<>(profile, labels.apply(element), work, spec.limits(), null, callSite);
        for (int index = 0; index < results; index++) {
            Submission<R> submission = making.apply(index);
            submissions.add(submission);
            this.results.elementOr(index, i -> new MapElement<>(i, submission, this.results, () -> {}));
        }
        List<Ticket> tickets = submissions.stream().map(Submission::ticket).toList();
        this.setup = new SetupTask(spec.name(), body, tickets, extra, () -> making.apply(NO_ELEMENT)
                .ticket());
    }

    /**
     * Submits it, once.
     *
     * @throws IllegalStateException if the profile is closed
     */
    MapTasks<R> submit() {
        profile.dispatcher().everywhere(setup);
        return this;
    }

    @Override
    public MapResults<R> results() {
        return results;
    }

    @Override
    public Promise<R> promise(int index) {
        return submissions.get(index).promise();
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public OutcomePublisher publisher() {
        return profile.publisher();
    }

    @Override
    public void onGivenUp(long elements) {
        // Every element has a task.
    }

    @Override
    public void onOver() {
        // The dispatcher keeps it for the daemons that join.
    }
}
