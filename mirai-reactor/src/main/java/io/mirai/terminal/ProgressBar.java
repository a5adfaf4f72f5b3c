package io.mirai.terminal;

import io.mirai.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One line on the terminal that says how far a map has come, drawn over and over; it stays when it is complete. Without a
 * terminal it does nothing. Not thread-safe.
 */
public final class ProgressBar {

    /** How long to wait between two drawings: so there are ten in a second at most. */
    public static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long SIZE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MIN_BAR = 10;
    private static final int MAX_BAR = 40;
    private static final int BRACKETS_AND_SPACE = 3;

    private static final String START_OF_LINE = "\r";
    private static final String CLEAR_TO_END = "\033[K";
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";

    private final @Nullable Terminal terminal;
    private String last = "";
    private int columns;
    private long sized;

    private ProgressBar(@Nullable Terminal terminal) {
        this.terminal = terminal;
    }

    /** A bar on standard error, if that is a terminal. */
    public static ProgressBar onStandardError() {
        return new ProgressBar(Terminal.find());
    }

    /** A bar that nobody sees. */
    public static ProgressBar none() {
        return new ProgressBar(null);
    }

    /** Whether anybody sees it. */
    public boolean isVisible() {
        return terminal != null;
    }

    /** Draws it; the caller sees to it that this is not done too often. */
    public void draw(Progress progress) {
        if (terminal != null) {
            String line = line(progress, columns(terminal) - 1, terminal.isColored());
            if (!line.equals(last)) {
                terminal.write(START_OF_LINE + line + CLEAR_TO_END);
                last = line;
            }
        }
    }

    /** Draws it for the last time, and leaves it there. */
    public void complete(Progress progress) {
        if (terminal != null) {
            draw(progress);
            terminal.write(System.lineSeparator());
        }
    }

    /** Takes it away. */
    public void erase() {
        if (terminal != null) {
            terminal.write(START_OF_LINE + CLEAR_TO_END);
        }
    }

    /** A window may be made wider or narrower at any time; to ask takes a process, so it is asked now and then. */
    private int columns(Terminal visible) {
        long now = System.nanoTime();
        if (columns == 0 || now - sized >= SIZE_INTERVAL_NANOS) {
            columns = visible.columns();
            sized = now;
        }
        return columns;
    }

    /** The line as it fits a width: with a bar if there is room for one, and cut if even the figures are too long. */
    static String line(Progress progress, int width, boolean colored) {
        String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
        String figures = String.format(
                Locale.ROOT,
                "%d/%d%s, %s/s, %s",
                progress.done(),
                progress.total(),
                failed,
                rate(progress.rate()),
                progress.eta().map(eta -> "ETA " + clock(eta)).orElse("ETA ?"));
        int room = Math.min(MAX_BAR, width - figures.length() - BRACKETS_AND_SPACE);
        if (room < MIN_BAR) {
            return figures.substring(0, Math.max(0, Math.min(figures.length(), width)));
        }
        String bar = bar(progress, room);
        return colored
                ? "[" + GREEN + bar + PLAIN + "] "
                        + figures.replace(failed, failed.isEmpty() ? "" : RED + failed + PLAIN)
                : "[" + bar + "] " + figures;
    }

    private static String bar(Progress progress, int room) {
        int full = progress.total() == 0 ? room : (int) (room * progress.done() / progress.total());
        String head = full < room && full > 0 ? ">" : "";
        return "=".repeat(full - head.length()) + head + " ".repeat(room - full);
    }

    /** Three digits are enough. */
    private static String rate(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.2f" : rate < 100 ? "%.1f" : "%.0f", rate);
    }

    private static String clock(Duration left) {
        long seconds = (left.toMillis() + 999) / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
