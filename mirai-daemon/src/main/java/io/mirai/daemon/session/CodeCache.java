package io.mirai.daemon.session;

import io.mirai.wire.LookupAnswer;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Code of the host that is too long to come with an answer, in files named by their hash. They lie in the host's
 * directory, which only this user may enter: all daemons of the host share them, and they end with it. A file is read
 * only as what its name says; what cannot be read or written is fetched again. Through streams, as an interrupt would
 * close a channel.
 */
public final class CodeCache {

    private final Path directory;

    public CodeCache(Path directory) {
        this.directory = directory;
    }

    /** The bytes with this hash; null if they are not here. */
    byte @Nullable [] get(String hash, long length) {
        File file = file(hash).toFile();
        if (file.length() != length) {
            return null;
        }
        try (InputStream in = new FileInputStream(file)) {
            byte[] bytes = in.readAllBytes();
            return LookupAnswer.hash(bytes).equals(hash) ? bytes : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Keeps them; a reader meanwhile finds all of them or nothing. */
    void put(String hash, byte[] bytes) {
        Path part = null;
        try {
            part = Files.createTempFile(directory, "code-", ".part");
            try (OutputStream out = new FileOutputStream(part.toFile())) {
                out.write(bytes);
            }
            Files.move(part, file(hash), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(part);
        }
    }

    private Path file(String hash) {
        return directory.resolve("code-" + hash);
    }

    private static void delete(@Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // It goes with the directory.
        }
    }
}
