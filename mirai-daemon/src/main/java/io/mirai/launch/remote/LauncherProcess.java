package io.mirai.launch.remote;

import io.mirai.launch.shared.OwnVariables;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of this machine that starts a daemon elsewhere, and may go on as long as that. On the thread of the launches. */
final class LauncherProcess implements Launched {

    private static final long FORCE_MILLIS = 500;

    /** How often it is looked at what the process says: while something depends on it, and later. */
    private static final long LOOK_MILLIS = 20;

    private static final long LATER_MILLIS = 1_000;

    private final Process process;
    private final SaidFile said;
    private final Attempt attempt;
    private final Consumer<String> hears;
    private final ScheduledExecutorService launches;
    private boolean ending;
    private boolean over;
    private boolean late; // by now all has ended that can be ended; what nobody reaps seems to go on
    private volatile List<ProcessHandle> below = List.of(); // what it had started when it was to end

    private LauncherProcess(
            Process process,
            SaidFile said,
            Attempt attempt,
            Consumer<String> hears,
            ScheduledExecutorService launches) {
        this.process = process;
        this.said = said;
        this.attempt = attempt;
        this.hears = hears;
        this.launches = launches;
    }

    /**
     * Starts it.
     *
     * @param attempt is told to look when it has said something, and when it has ended
     * @param hears is given each line before, as long as the daemon is awaited
     */
    static LauncherProcess start(
            List<String> command, Attempt attempt, Consumer<String> hears, ScheduledExecutorService launches)
            throws IOException {
        SaidFile said = SaidFile.make();
        Process process = null;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(said.file()));
            OwnVariables.removeFrom(builder);
            process = builder.start();
            said.hide();
            LauncherProcess started = new LauncherProcess(process, said, attempt, hears, launches);
            started.watch();
            return started;
        } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
            if (process != null) {
                process.destroyForcibly();
            }
            said.close();
            throw e;
        }
    }

    /** Its standard input. */
    OutputStream input() {
        return process.getOutputStream();
    }

    private void watch() {
        var unused = process.onExit().thenRun(() -> launches.execute(this::look));
        lookLater();
    }

    private void lookLater() {
        var unused = launches.schedule(
                () -> {
                    try {
                        look();
                    } finally {
                        if (!over) {
                            lookLater();
                        }
                    }
                },
                attempt.isAwaited() || ending || said.isMuch() ? LOOK_MILLIS : LATER_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void look() {
        boolean ended = !process.isAlive(); // before the file is read
        List<String> lines = said.read();
        for (String line : lines) {
            if (attempt.isAwaited()) {
                hears.accept(line);
            }
        }
        if (ended || !lines.isEmpty()) {
            attempt.look(this);
        }
        if (ended && ending && !over && (late || below.stream().noneMatch(ProcessHandle::isAlive))) {
            leave();
        }
    }

    @Override
    public OptionalInt status() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public List<String> lines() {
        return said.lines();
    }

    @Override
    public void end() {
        if (ending) {
            return;
        }
        ending = true;
        below = descendants(); // now, since they lose their parent with it
        process.toHandle().destroy(); // which closes no stream that another thread may be writing to
        var unusedNews = process.onExit().thenRun(() -> below.forEach(ProcessHandle::destroy));
        var unusedTimer = launches.schedule(this::force, FORCE_MILLIS, TimeUnit.MILLISECONDS);
        launches.execute(this::look);
    }

    private void force() {
        if (!over) {
            kill();
            var unused = launches.schedule(
                    () -> {
                        late = true;
                        look();
                    },
                    FORCE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** {@inheritDoc} What it says from then on is kept by the file alone, which nobody empties: to say much is for the daemon's link. */
    @Override
    public void leave() {
        over = true;
        said.close();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void kill() {
        List<ProcessHandle> now = descendants();
        process.toHandle().destroyForcibly();
        now.forEach(ProcessHandle::destroyForcibly);
        below.forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> descendants() {
        try {
            return process.descendants().toList();
        } catch (RuntimeException e) { // to list them takes a descriptor, and none may be left
            return List.of();
        }
    }
}
