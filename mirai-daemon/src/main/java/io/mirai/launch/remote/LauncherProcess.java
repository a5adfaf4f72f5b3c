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

    private static final long LATER_MILLIS = 5_000;

    private final Process process;
    private final SaidFile said;
    private final Attempt attempt;
    private final Consumer<String> hears;
    private final ScheduledExecutorService launches;
    private boolean ending;
    private boolean over;

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
     * @param hears is given each line before
     */
    static LauncherProcess start(
            List<String> command, Attempt attempt, Consumer<String> hears, ScheduledExecutorService launches)
            throws IOException {
        SaidFile said = SaidFile.make();
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(said.file()));
            OwnVariables.removeFrom(builder);
            LauncherProcess started = new LauncherProcess(builder.start(), said, attempt, hears, launches);
            started.watch();
            said.hide();
            return started;
        } catch (IOException | RuntimeException e) {
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
                    look();
                    if (!over) {
                        lookLater();
                    }
                },
                attempt.isAwaited() || ending ? LOOK_MILLIS : LATER_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void look() {
        boolean ended = !process.isAlive(); // before the file is read
        List<String> lines = said.read();
        lines.forEach(hears);
        if (ended || !lines.isEmpty()) {
            attempt.look(this);
        }
        if (ended && ending && !over) {
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
        List<ProcessHandle> below = below(); // now, since they lose their parent with it
        process.toHandle().destroy(); // which closes no stream that another thread may be writing to
        var unused = launches.schedule(() -> kill(below), FORCE_MILLIS, TimeUnit.MILLISECONDS);
        launches.execute(this::look);
    }

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
        kill(below());
    }

    private List<ProcessHandle> below() {
        try {
            return process.descendants().toList();
        } catch (RuntimeException e) { // to list them takes a descriptor, and none may be left
            return List.of();
        }
    }

    private void kill(List<ProcessHandle> below) {
        process.toHandle().destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
