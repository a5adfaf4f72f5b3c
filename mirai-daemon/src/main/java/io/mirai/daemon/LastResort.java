package io.mirai.daemon;

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
 * want of memory or descriptors. User code's {@code System.err} is neither.
 */
final class LastResort {

    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);
    private static final PrintStream ERROR = new PrintStream(STANDARD_ERROR, true, StandardCharsets.UTF_8);
    private static final byte[] NO_MEMORY = (Texts.tooLittleMemory() + "\n").getBytes(StandardCharsets.UTF_8);
    private static volatile @Nullable FileOutputStream words;

    private LastResort() {}

    /** Loads all that {@link #halt} needs: when it is wanted, no descriptor may be left to read a class. */
    static void prepare() {
        ExitCode.BROKEN.status();
    }

    /** Says it on standard error. */
    static void say(String line) {
        ERROR.println(line);
    }

    /** Opens the file of last words. */
    static void open(Path file) throws IOException {
        words = new FileOutputStream(file.toFile());
    }

    /** Leaves it to the host why this process ends; what was written last counts. */
    static void leave(String line) {
        leave((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void leave(byte[] line) {
        FileOutputStream file = words;
        try {
            if (file != null) {
                file.write(line);
            }
        } catch (IOException e) {
            // The exit status is left to tell.
        }
    }

    /**
     * From now on standard error leads nowhere: children of tasks inherit it, and what they print there nobody would
     * ever read, but it would fill the disk. The JDK does not close this descriptor, it points it to /dev/null.
     */
    static void leaveStandardError() {
        try {
            STANDARD_ERROR.close();
        } catch (IOException e) {
            // Then it stays where it was.
        }
    }

    /** Ends the process since it has no memory left. */
    static void haltForMemory() {
        leave(NO_MEMORY);
        ExitCode.OUT_OF_MEMORY.halt();
    }

    /** Ends the process for an error that nobody else can be told of. */
    static void halt(Throwable error) {
        try {
            if (error instanceof OutOfMemoryError) {
                haltForMemory();
            }
            leave(Texts.broken(error));
            error.printStackTrace(ERROR);
            ERROR.println(Texts.broken(error)); // the last line is what the host shows of a failed launch
        } catch (OutOfMemoryError e) {
            // Then without words.
        } finally {
            ExitCode.BROKEN.halt();
        }
    }
}
