package io.mirai.launch.slurm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What Slurm knows of one task of an array job.
 *
 * @param id the job and its task, as {@code 12_3}
 * @param name the state, as {@code RUNNING}
 * @param waitStatus its exit status as {@code wait} has it
 * @param reason why it waits, or has ended
 * @param node where it runs, or ran; empty if nowhere yet
 */
public record JobState(String id, String name, int waitStatus, String reason, String node) {

    /** The columns that {@link #parse} reads; a vertical line ends each. */
    static final String COLUMNS = "JobArrayID:|,State:|,exit_code:|,Reason:|,NodeList:|";

    private static final int NUMBER_OF_COLUMNS = 5;
    private static final Set<String> WAITING = Set.of(
            "PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "RESV_DEL_HOLD", "SPECIAL_EXIT");
    private static final Set<String> RUNNING =
            Set.of("RUNNING", "COMPLETING", "SIGNALING", "STAGE_OUT", "STOPPED", "SUSPENDED", "RESIZING");

    /** Reads the lines of {@code squeue}, by their ids; lines of other kinds are left out. */
    static Map<String, JobState> parse(List<String> lines) {
        return lines.stream()
                .map(line -> line.split("\\|", -1))
                .filter(columns -> columns.length > NUMBER_OF_COLUMNS && columns[2].matches("\\d{1,9}"))
                .map(columns ->
                        new JobState(columns[0], columns[1], Integer.parseInt(columns[2]), columns[3], columns[4]))
                .collect(Collectors.toMap(JobState::id, Function.identity(), (one, same) -> same));
    }

    /** Whether it has not begun. */
    public boolean isWaiting() {
        return WAITING.contains(name);
    }

    /** Whether it has begun, and may go on. */
    public boolean isRunning() {
        return RUNNING.contains(name);
    }

    /** How it has ended, in words. */
    public String end() {
        int signal = waitStatus & 0x7f;
        String how = signal == 0 ? "exit status " + (waitStatus >> 8) : "signal " + signal;
        return name + " (" + how + (reason.isEmpty() || reason.equals("None") ? "" : ", " + reason) + ")";
    }
}
