package io.mirai.daemon.session;

import io.mirai.daemon.shared.HashedFiles;
import io.mirai.spi.Body;
import io.mirai.wire.Lookup;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The last answers of hosts to questions for code, in files named by the hash of the question. Those of a host on this
 * machine lie in its directory: all its daemons share them, and they end with it. Those of other hosts lie in the
 * user's own cache, which outlives the daemon. A file is used only where the host finds by its hash that it is the answer
 * still, so it does not matter what else is in it; what cannot be read or written is fetched again. Through streams, as an
 * interrupt would close a channel.
 */
public final class CodeCache {

    private static final String SUFFIX = ".code";
    private static final long MAX_BYTES_OF_USER = 256L << 20;

    /** A shorter answer of a host elsewhere is not worth its file. */
    private static final int MIN_BYTES_OF_USER = 16 << 10;

    private final @Nullable HashedFiles files; // null where there is no directory to keep them in
    private final int minBytes;

    private CodeCache(@Nullable HashedFiles files, int minBytes) {
        this.files = files;
        this.minBytes = minBytes;
    }

    /** In the directory of the host, which deletes it; of what does not come with an answer at once. */
    public static CodeCache in(Path directory) {
        return new CodeCache(new HashedFiles(directory, SUFFIX, Long.MAX_VALUE), Body.CHUNK_BYTES + 1);
    }

    /** In the user's own cache; what is kept there is bounded. */
    public static CodeCache ofUser() {
        return new CodeCache(
                HashedFiles.userDirectory()
                        .map(directory -> new HashedFiles(directory, SUFFIX, MAX_BYTES_OF_USER))
                        .orElse(null),
                MIN_BYTES_OF_USER);
    }

    /** The last answer to a question; null if there is none here. */
    byte @Nullable [] get(String question) {
        if (files == null) {
            return null;
        }
        File file = files.file(hash(question)).toFile();
        try (InputStream in = new FileInputStream(file)) {
            byte[] bytes = in.readAllBytes();
            files.touch(file.toPath());
            return bytes;
        } catch (IOException e) {
            return null;
        }
    }

    /** Keeps an answer; a reader meanwhile finds all of it, or the one before. */
    void put(String question, byte[] answer) {
        if (files == null || answer.length < minBytes) {
            return;
        }
        Path part = null;
        try {
            part = files.part();
            try (OutputStream out = new FileOutputStream(part.toFile())) {
                out.write(answer);
            }
            files.keep(part, hash(question));
        } catch (IOException e) {
            delete(part);
        }
    }

    private static String hash(String question) {
        return Lookup.hash(question.getBytes(StandardCharsets.UTF_8));
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
