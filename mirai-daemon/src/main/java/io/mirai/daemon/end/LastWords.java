package io.mirai.daemon.end;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon says why it ends. Until the host has admitted it that is the process's standard error, which the
 * host keeps for a failed launch; then the file of last words, which is open from the start: an end may come for
 * want of memory or descriptors. A daemon of the command line has no such file and goes on saying it on standard
 * error. User code's {@code System.err} is neither.
 */
final class LastWords {

    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);
    private static final PrintStream ERROR = new PrintStream(STANDARD_ERROR, true, StandardCharsets.UTF_8);
    private static final byte[] NO_MEMORY = (Texts.tooLittleMemory() + "\n").getBytes(StandardCharsets.UTF_8);
    private static volatile @Nullable FileOutputStream words;

    private LastWords() {}

    /** Loads this class with what it needs. */
    static void prepare() {
        // That it is called does it.
    }

    /** Writes a line to standard error. */
    static void print(String line) {
        ERROR.println(line);
    }

    /**
     * Closes standard error: children of tasks inherit it, and nobody would read what they print there, but it would fill
     * the disk. The JDK does not close this descriptor, it points it to /dev/null.
     */
    static void leaveStandardError() {
        try {
            STANDARD_ERROR.close();
        } catch (IOException e) {
            // Then it stays where it was.
        }
    }

    /** Opens the file. */
    static void open(Path file) throws IOException {
        words = new FileOutputStream(file.toFile());
    }

    /** Adds a line to the file, of which the last one counts; without a file to standard error. */
    static void leave(String line) {
        leave(((words == null ? Texts.ours(line) : line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the line for want of memory, which takes none. */
    static void leaveNoMemory() {
        leave(NO_MEMORY);
    }

    private static void leave(byte[] line) {
        FileOutputStream file = words;
        try {
            (file == null ? STANDARD_ERROR : file).write(line);
        } catch (IOException e) {
            // The exit status is left to tell.
        }
    }

    /** Says on standard error that the daemon's own code has failed, and adds it to the file if there is one. */
    static void leave(Throwable error) {
        if (words != null) {
            leave(Texts.broken(error));
        }
        error.printStackTrace(ERROR);
        print(Texts.broken(error)); // the last line is what the host shows of a failed launch
    }
}
