package io.mirai.terminal;

import io.mirai.machine.Machine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that this process's standard error leads to. What is written goes there, whatever {@code System.err} is.
 * Not thread-safe.
 */
final class Terminal {

    private static final int STANDARD_ERROR = 2;
    private static final int USUAL_COLUMNS = 80;

    /** What stty says: rows and columns. */
    private static final Pattern SIZE = Pattern.compile("\\d{1,5} (\\d{1,5})\\s*");

    /** Fails unless standard error is a terminal. */
    private static final List<String> SIZE_OF_STANDARD_ERROR =
            List.of("sh", "-c", "test -t 2 && exec stty size <&2 2>/dev/null");

    private static final long SIZE_LIMIT_MILLIS = 500;

    private final boolean colored;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.err); // not to be closed

    private Terminal(boolean colored) {
        this.colored = colored;
    }

    /** It; null if standard error leads elsewhere, or to a terminal whose cursor does not move, or nobody can tell. */
    static @Nullable Terminal find() {
        if ("dumb".equals(System.getenv("TERM")) || !isOnStandardError()) {
            return null;
        }
        String noColor = System.getenv("NO_COLOR");
        return new Terminal(noColor == null || noColor.isEmpty());
    }

    private static boolean isOnStandardError() {
        return Machine.isTerminal(STANDARD_ERROR).orElseGet(() -> askForSize() != null);
    }

    /** Whether it may be written to in colours: not where {@code NO_COLOR} is set. */
    boolean isColored() {
        return colored;
    }

    /** How wide it is now. */
    int columns() {
        String size = askForSize();
        Matcher said = SIZE.matcher(size == null ? "" : size);
        int columns = said.matches() ? Integer.parseInt(said.group(1)) : 0;
        return columns > 0 ? columns : USUAL_COLUMNS;
    }

    /** What stty says of standard error; null if that is no terminal, or there is no stty. */
    private static @Nullable String askForSize() {
        if (!Machine.shows(Machine.Part.STTY)) {
            return null;
        }
        try {
            Process size = new ProcessBuilder(SIZE_OF_STANDARD_ERROR)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!size.waitFor(SIZE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                size.destroyForcibly();
                return null;
            }
            String said = new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return size.exitValue() == 0 ? said : null;
        } catch (IOException e) { // there is no shell
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever waits for the map hears of it
            return null;
        }
    }

    /** Writes it; what the terminal does not take is lost. */
    void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It was closed, and nobody looks any more.
        }
    }
}
