package io.mirai.launch.slurm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says to Slurm what its commands say. It blocks nobody, and answers on the thread that it is given. */
public final class SlurmClient {

    private static final Pattern JOB = Pattern.compile("(\\d+)(?:;.*)?");

    /** What {@code squeue} says where it has forgotten all the jobs that it was asked for. */
    private static final String FORGOTTEN = "Invalid job id";

    private final ScheduledExecutorService thread;

    /** Says nothing yet. */
    public SlurmClient(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    /**
     * Returns the command that submits an array job.
     *
     * @param name what the job is called if the options do not say it
     * @param tasks which tasks it has, and how many run at once: {@code 0-7%2}
     * @param output to which file a task says what it says
     * @param options of the user, which have the last word
     */
    public static List<String> submission(String name, String tasks, String output, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                "sbatch",
                "--parsable",
                "--no-requeue", // a task that is lost is launched again by this host
                "--job-name=" + name,
                "--output=" + output,
                "--signal=B:TERM@60")); // to the batch shell, which has become the daemon
        command.addAll(options);
        command.add("--array=" + tasks);
        return command;
    }

    /**
     * Submits a job.
     *
     * @param then gets its number, and why there is none; one of the two is empty
     */
    public void submit(List<String> submission, String script, BiConsumer<String, String> then) {
        ShortCommand.run(submission, script, thread, result -> {
            String job = result.problem().isEmpty() ? job(result.lines()) : "";
            boolean unknown = job.isEmpty() && result.problem().isEmpty();
            then.accept(job, unknown ? Texts.noJob(result.lines()) : result.problem());
        });
    }

    /** Warnings may stand before it. */
    private static String job(List<String> lines) {
        String found = "";
        for (String line : lines) {
            Matcher job = JOB.matcher(line);
            found = job.matches() ? job.group(1) : found;
        }
        return found;
    }

    /**
     * Looks at tasks of jobs.
     *
     * @param ids the tasks, as {@code 12_3}
     * @param then gets what Slurm knows of them by their ids. Of those that it has forgotten it knows nothing
     * @param unknown is run if it cannot be asked
     */
    public void look(Collection<String> ids, Consumer<Map<String, JobState>> then, Runnable unknown) {
        Set<String> jobs =
                ids.stream().map(id -> id.replaceFirst("_.*", "")).collect(Collectors.toCollection(TreeSet::new));
        List<String> command = List.of(
                "squeue",
                "--noheader",
                "--array",
                "--states=all",
                "--jobs=" + String.join(",", jobs),
                "--Format=" + JobState.COLUMNS);
        ShortCommand.run(command, "", thread, result -> {
            if (result.problem().isEmpty() || result.problem().contains(FORGOTTEN)) {
                then.accept(JobState.parse(result.lines()));
            } else {
                unknown.run();
            }
        });
    }

    /**
     * Cancels tasks of jobs.
     *
     * @param then gets why that has failed; empty if it has not
     */
    public void cancel(Collection<String> ids, Consumer<String> then) {
        ShortCommand.run(cancellation(ids), "", thread, result -> then.accept(result.problem()));
    }

    /** Begins to cancel tasks of jobs, and does not wait for that. Any thread. */
    public static void beginCancel(Collection<String> ids) {
        ShortCommand.begin(cancellation(ids));
    }

    private static List<String> cancellation(Collection<String> ids) {
        List<String> command = new ArrayList<>(List.of("scancel", "--quiet"));
        command.addAll(ids);
        return command;
    }
}
