package io.mirai.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process's own standard error, which the host keeps; user code's {@code System.err} is not it. */
final class LastResort {

    private static final PrintStream ERROR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    private static final byte[] NO_MEMORY = (Texts.tooLittleMemory() + "\n").getBytes(StandardCharsets.UTF_8);

    private LastResort() {}

    static void say(String line) {
        ERROR.println(line);
    }

    /** Ends the process for an error that nobody else can be told of. */
    static void halt(Throwable error) {
        try {
            if (error instanceof OutOfMemoryError) {
                ERROR.write(NO_MEMORY);
                ExitCode.OUT_OF_MEMORY.halt();
            }
            ERROR.println(Texts.broken(error));
            error.printStackTrace(ERROR);
        } catch (IOException | OutOfMemoryError e) {
            // Then without words.
        } finally {
            ExitCode.BROKEN.halt();
        }
    }
}
