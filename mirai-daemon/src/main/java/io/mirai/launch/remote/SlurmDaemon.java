package io.mirai.launch.remote;

import io.mirai.launch.slurm.JobState;
import io.mirai.launch.slurm.SharedDirectory;
import io.mirai.launch.slurm.SlurmClient;
import io.mirai.spi.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The job of one daemon: a task of an array job. Nobody waits for its exit status here.
 *
 * <pre>
 *   GATHERED ──trySubmit──► SUBMITTING ──submitted──► SUBMITTED ──end──► scancel ──leave──► OVER
 *      │ end                    │ end: when it is submitted, it is cancelled                  ▲
 *      └────────────────────────┴─ it could not be submitted, and ends ───────────────────────┘
 * </pre>
 *
 * <p>On the thread of the launches, but for {@link #kill}.
 */
final class SlurmDaemon implements Launched {

    private static final int MOST_BYTES = 64 * 1024;

    /** One that starts sooner than this was in no queue. */
    private static final long QUEUED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private enum State {
        GATHERED,
        SUBMITTING,
        SUBMITTED,
        OVER
    }

    private final Order order;
    private final Attempt attempt;
    private final SharedDirectory files;
    private final SlurmLauncher launcher;
    private State state = State.GATHERED;
    private boolean ending;
    private boolean running;
    private long submittedAt;
    private volatile String task = ""; // as 12_3, once it is submitted
    private volatile @Nullable Path output;

    SlurmDaemon(Order order, Attempt attempt, SharedDirectory files, SlurmLauncher launcher) {
        this.order = order;
        this.attempt = attempt;
        this.files = files;
        this.launcher = launcher;
    }

    /** The file to which a task of a submission says what it says. */
    static String output(int submission, String task) {
        return submission + "-" + task + ".out";
    }

    /** Its slot and its instance. */
    String name() {
        return order.slot() + "-" + order.instance();
    }

    SharedDirectory files() {
        return files;
    }

    /** Its task of a job, as {@code 12_3}. */
    String task() {
        return task;
    }

    // ---- The launch ----

    /** It is to be submitted now; false if it has ended meanwhile. */
    boolean trySubmit() {
        if (state != State.GATHERED) {
            return false;
        }
        state = State.SUBMITTING;
        return true;
    }

    void putSecret() throws IOException {
        files.putSecret(name(), order.secret().text());
    }

    /**
     * It was submitted.
     *
     * @param problem why not; empty if it was
     */
    void submitted(String id, String problem, String outputName) {
        state = State.SUBMITTED;
        if (!problem.isEmpty()) {
            attempt.fail(problem);
            if (ending) {
                leave();
            }
            return;
        }
        submittedAt = System.nanoTime();
        output = files.path().resolve(outputName);
        task = id;
        if (ending) {
            launcher.cancel(this);
        }
    }

    boolean isAwaited() {
        return !task.isEmpty() && !ending && attempt.isAwaited();
    }

    /** Slurm knows this of it; null if nothing. */
    void look(@Nullable JobState job) {
        if (!isAwaited()) {
            return;
        }
        if (job == null) {
            attempt.fail(Texts.jobForgotten(task, lines()));
        } else if (job.isWaiting()) {
            if (System.nanoTime() - submittedAt > QUEUED_NANOS) {
                attempt.queued();
            }
        } else if (!job.isRunning()) {
            attempt.fail(Texts.jobEnded(task, job.node(), job.end(), lines()));
        } else if (!running) {
            running = true;
            long millis = ((Launch.BySlurm) order.daemon().launch()).limit().toMillis();
            var unused = launcher.launches()
                    .schedule(
                            () -> attempt.fail(Texts.jobTooSlow(task, job.node(), millis, lines())),
                            millis,
                            TimeUnit.MILLISECONDS);
        }
    }

    // ---- What it has started ----

    @Override
    public OptionalInt status() {
        return OptionalInt.empty();
    }

    @Override
    public List<String> lines() {
        SaidLines said = new SaidLines();
        Path file = output;
        if (file != null) {
            try (InputStream in = Files.newInputStream(file)) {
                said.add(ByteBuffer.wrap(in.readNBytes(MOST_BYTES)));
            } catch (IOException e) {
                // It has said nothing yet, or to another file that the options name.
            }
        }
        return said.lines();
    }

    @Override
    public void end() {
        if (ending || state == State.OVER) {
            return;
        }
        ending = true;
        if (state == State.GATHERED || (state == State.SUBMITTED && task.isEmpty())) {
            leave();
        } else if (state == State.SUBMITTED) {
            launcher.cancel(this);
        }
    }

    @Override
    public void leave() {
        if (state != State.OVER) {
            state = State.OVER;
            deleteFiles();
            launcher.forget(this);
        }
    }

    private void deleteFiles() {
        files.deleteSecret(name());
        Path file = output;
        if (file != null) {
            files.deleteOutput(file);
        }
    }

    @Override
    public boolean isOver() {
        return state == State.OVER;
    }

    @Override
    public void kill() {
        if (!task.isEmpty()) {
            SlurmClient.beginCancel(List.of(task));
        }
        deleteFiles();
        files.deleteIfEmpty();
    }
}
