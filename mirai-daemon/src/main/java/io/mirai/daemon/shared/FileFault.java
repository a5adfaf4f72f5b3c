package io.mirai.daemon.shared;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, in words. */
public final class FileFault {

    private FileFault() {}

    /** The error that a file cannot be written, which names the file once. */
    public static IOException notWritten(Path file, IOException cause) {
        return new IOException("the file " + file + " cannot be written: " + reason(cause), cause);
    }

    /** What went wrong with a file, without the file. */
    public static @Nullable String reason(IOException cause) {
        return cause instanceof FileSystemException e && e.getReason() != null ? e.getReason() : cause.getMessage();
    }
}
