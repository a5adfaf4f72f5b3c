package io.mirai.launch.remote;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.launch.jvm.JarCache;
import io.mirai.launch.jvm.JvmCommand;
import io.mirai.launch.slurm.BatchScript;
import io.mirai.launch.slurm.SharedDirectory;
import io.mirai.launch.slurm.SlurmClient;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts daemons as jobs of Slurm. Those that are to be started within a moment, and alike, are the tasks of one array job; one that is
 * started again has a job of its own. Slurm is asked what they do while any is awaited: soon at first, then rarely.
 *
 * <pre>
 *   start ──► gathered ──a moment──► sbatch ──► awaited ◄──► squeue
 *                                                  │ the daemon dials in, or is given up
 *                                                  ▼
 *                                   end ──a moment──► scancel
 * </pre>
 */
final class SlurmLauncher implements Launcher {

    private static final Logger log = LoggerFactory.getLogger(SlurmLauncher.class);

    private static final long GATHER_MILLIS = 50;

    /** Slurm takes as many, if nobody has set its MaxArraySize. */
    private static final int MOST_TASKS = 1000;

    private static final long FIRST_LOOK_MILLIS = 1_000;
    private static final long LAST_LOOK_MILLIS = 30_000;

    private final String profile;
    private final Supplier<String> url;
    private final ScheduledExecutorService launches;
    private final SlurmClient slurm;
    private final Map<DaemonSpec, List<SlurmDaemon>> gathered = new LinkedHashMap<>();
    private final Set<SlurmDaemon> present = new HashSet<>();
    private final List<SlurmDaemon> toCancel = new ArrayList<>();
    private @Nullable SharedDirectory directory; // while any is present
    private @Nullable Future<?> nextLook;
    private boolean looking;
    private long pause = FIRST_LOOK_MILLIS;
    private int submissions;

    /**
     * Starts nothing yet.
     *
     * @param url where daemons dial in
     * @param launches the thread of the launches
     */
    SlurmLauncher(String profile, Supplier<String> url, ScheduledExecutorService launches) {
        this.profile = profile;
        this.url = url;
        this.launches = launches;
        this.slurm = new SlurmClient(launches);
    }

    @Override
    public void check(DaemonSpec daemon) {
        JarContent.find();
    }

    /** {@inheritDoc} It is what would start this daemon alone, and have the secret otherwise. */
    @Override
    public String line(int slot, DaemonSpec daemon) {
        Launch.BySlurm launch = launch(daemon);
        String place = DaemonArguments.SLOT + "=" + slot;
        List<String> words = new ArrayList<>(List.of("sbatch", "--job-name=" + jobName()));
        launch.options().stream().map(JvmCommand::masked).forEach(words::add);
        words.add("--wrap="
                + DaemonWords.of(launch.java(), url.get(), List.of(place), daemon)
                        .masked()
                        .line());
        return Shell.line(words);
    }

    private String jobName() {
        return "mirai-" + profile;
    }

    @Override
    public String machine(DaemonSpec daemon) {
        return "";
    }

    // ---- Submitting ----

    @Override
    public Launched start(Order order, Attempt attempt) throws IOException {
        SharedDirectory files = directory;
        if (files == null) {
            files = SharedDirectory.make();
            directory = files;
        }
        SlurmDaemon daemon = new SlurmDaemon(order, attempt, files, this);
        present.add(daemon);
        if (gathered.isEmpty()) {
            var unused = launches.schedule(this::submitAll, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
        gathered.computeIfAbsent(order.daemon(), spec -> new ArrayList<>()).add(daemon);
        return daemon;
    }

    private void submitAll() {
        Map<DaemonSpec, List<SlurmDaemon>> all = new LinkedHashMap<>(gathered);
        gathered.clear();
        all.forEach((spec, daemons) -> {
            List<SlurmDaemon> wanted =
                    daemons.stream().filter(SlurmDaemon::trySubmit).toList();
            for (int from = 0; from < wanted.size(); from += MOST_TASKS) {
                submit(spec, wanted.subList(from, Math.min(from + MOST_TASKS, wanted.size())));
            }
        });
    }

    private void submit(DaemonSpec spec, List<SlurmDaemon> daemons) {
        Launch.BySlurm launch = launch(spec);
        String output = SlurmDaemon.output(++submissions, "%a");
        String tasks = "0-" + (daemons.size() - 1) + (launch.atOnce() == 0 ? "" : "%" + launch.atOnce());
        String script;
        String file;
        try {
            for (SlurmDaemon daemon : daemons) {
                daemon.putSecret();
            }
            SharedDirectory files = daemons.get(0).files();
            script = BatchScript.of(
                    launch.script(),
                    daemons.stream().map(SlurmDaemon::name).toList(),
                    Shell.quote(files.path().toString()),
                    words(spec, launch, files).line(),
                    DaemonArguments.SLOT);
            file = files.path().resolve(output).toString();
        } catch (IOException | IllegalStateException e) { // such as a jar that has gone
            daemons.forEach(daemon -> daemon.submitted("", Texts.notSubmitted(e), ""));
            return;
        }
        List<String> command = SlurmClient.submission(jobName(), tasks, file, launch.options());
        int number = submissions;
        slurm.submit(command, script, (job, problem) -> {
            for (int task = 0; task < daemons.size(); task++) {
                daemons.get(task).submitted(job + "_" + task, problem, SlurmDaemon.output(number, "" + task));
            }
            lookAfter(FIRST_LOOK_MILLIS);
        });
    }

    /** With the jar where the nodes have it: a copy of this machine's. */
    private DaemonWords words(DaemonSpec spec, Launch.BySlurm launch, SharedDirectory files) throws IOException {
        Path shared = JarCache.open(files.path()).copyOf(JarContent.find());
        return DaemonWords.of(launch.java(), shared.toString(), url.get(), List.of(), spec);
    }

    private static Launch.BySlurm launch(DaemonSpec daemon) {
        return (Launch.BySlurm) daemon.launch();
    }

    // ---- Looking ----

    private void lookAfter(long millis) {
        pause = millis;
        if (nextLook != null) {
            nextLook.cancel(false);
        }
        nextLook = launches.schedule(this::look, pause, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Map<String, SlurmDaemon> awaited = new LinkedHashMap<>();
        present.stream().filter(SlurmDaemon::isAwaited).forEach(daemon -> awaited.put(daemon.task(), daemon));
        if (awaited.isEmpty() || looking) {
            return;
        }
        looking = true;
        slurm.look(
                awaited.keySet(),
                known -> {
                    awaited.forEach((task, daemon) -> daemon.look(known.get(task)));
                    lookAgain();
                },
                this::lookAgain);
    }

    private void lookAgain() {
        looking = false;
        lookAfter(Math.min(pause * 3 / 2, LAST_LOOK_MILLIS));
    }

    // ---- The end ----

    /** The job of a daemon is to end. */
    void cancel(SlurmDaemon daemon) {
        if (toCancel.isEmpty()) {
            var unused = launches.schedule(this::cancelAll, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
        toCancel.add(daemon);
    }

    private void cancelAll() {
        List<SlurmDaemon> ending = List.copyOf(toCancel);
        toCancel.clear();
        List<String> tasks = ending.stream().map(SlurmDaemon::task).toList();
        slurm.cancel(tasks, problem -> {
            if (!problem.isEmpty()) {
                log.warn(Texts.notCancelled(tasks, problem));
            }
            ending.forEach(SlurmDaemon::leave);
        });
    }

    /** A daemon needs nothing here any more. */
    void forget(SlurmDaemon daemon) {
        present.remove(daemon);
        if (present.isEmpty() && directory != null) {
            directory.delete();
            directory = null;
        }
    }

    ScheduledExecutorService launches() {
        return launches;
    }
}
