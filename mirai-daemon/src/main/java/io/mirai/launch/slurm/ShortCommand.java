package io.mirai.launch.slurm;

import io.mirai.launch.shared.OwnVariables;
import io.mirai.machine.OwnFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a command that ends soon, and blocks nobody: what it says goes to a file, which is read at its end. */
final class ShortCommand {

    private static final long LIMIT_SECONDS = 60;

    private ShortCommand() {}

    /**
     * What came of it.
     *
     * @param problem why it failed, with what it said; empty if it did not
     * @param lines what it said, errors too
     */
    record Result(String problem, List<String> lines) {}

    /**
     * Starts it.
     *
     * @param input for its standard input, shorter than the buffer of a pipe
     * @param then hears on the thread what came of it
     */
    static void run(List<String> command, String input, ScheduledExecutorService thread, Consumer<Result> then) {
        Path said = null;
        Process process;
        try {
            said = OwnFiles.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "mirai-slurm-");
            process = start(command, ProcessBuilder.Redirect.to(said.toFile()));
        } catch (IOException e) {
            String problem = Texts.notStarted(command.get(0), String.valueOf(e.getMessage()));
            read(said);
            thread.execute(() -> then.accept(new Result(problem, List.of())));
            return;
        }
        Path file = said;
        Future<?> limit = thread.schedule(process::destroyForcibly, LIMIT_SECONDS, TimeUnit.SECONDS);
        var unused = process.onExit()
                .thenRun(() -> thread.execute(() -> {
                    boolean inTime = limit.cancel(false);
                    then.accept(result(command.get(0), process.exitValue(), inTime, read(file)));
                }));
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has ended without reading, and its exit status says why.
        }
    }

    private static Process start(List<String> command, ProcessBuilder.Redirect output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        OwnVariables.removeFrom(builder);
        return builder.start();
    }

    private static Result result(String program, int status, boolean inTime, List<String> lines) {
        if (!inTime) {
            return new Result(Texts.tooSlow(program, LIMIT_SECONDS, lines), lines);
        }
        return new Result(status == 0 ? "" : Texts.failed(program, status, lines), lines);
    }

    private static List<String> read(@Nullable Path said) {
        if (said == null) {
            return List.of();
        }
        try {
            String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
            Files.deleteIfExists(said);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Starts it, and does not wait for it: this JVM may be ending. */
    static void begin(List<String> command) {
        try {
            start(command, ProcessBuilder.Redirect.DISCARD).getOutputStream().close();
        } catch (IOException e) {
            // Then it is not to be had, and nobody waits for it.
        }
    }
}
