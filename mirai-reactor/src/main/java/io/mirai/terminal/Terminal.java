package io.mirai.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that this process's standard error leads to. What is written goes there, whatever {@code System.err} is.
 * Not thread-safe.
 */
final class Terminal {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final int USUAL_COLUMNS = 80;

    /** What stty says: rows and columns. */
    private static final Pattern SIZE = Pattern.compile("\\d{1,5} (\\d{1,5})\\s*");

    private static final long SIZE_LIMIT_MILLIS = 500;

    private final Path device;
    private final boolean colored;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.err); // not to be closed

    private Terminal(Path device, boolean colored) {
        this.device = device;
        this.colored = colored;
    }

    /** It; null if standard error leads elsewhere, or to a terminal whose cursor does not move. */
    static @Nullable Terminal find() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return null;
        }
        try {
            Path device = Files.readSymbolicLink(STANDARD_ERROR);
            String noColor = System.getenv("NO_COLOR");
            return isTerminal(device) ? new Terminal(device, noColor == null || noColor.isEmpty()) : null;
        } catch (IOException | UnsupportedOperationException e) { // where there is no such link
            return null;
        }
    }

    private static boolean isTerminal(Path device) {
        String name = device.toString();
        return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
    }

    /** Whether it may be written to in colours: not where {@code NO_COLOR} is set. */
    boolean isColored() {
        return colored;
    }

    /** How wide it is now. */
    int columns() {
        try {
            Process size = new ProcessBuilder("stty", "size")
                    .redirectInput(device.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!size.waitFor(SIZE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                size.destroyForcibly();
                return USUAL_COLUMNS;
            }
            Matcher said = SIZE.matcher(new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            int columns = said.matches() ? Integer.parseInt(said.group(1)) : 0;
            return columns > 0 ? columns : USUAL_COLUMNS;
        } catch (IOException e) { // there is no stty
            return USUAL_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever waits for the map hears of it
            return USUAL_COLUMNS;
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
