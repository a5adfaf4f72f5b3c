package io.mirai.daemon.session;

import io.mirai.daemon.shared.HashedFiles;
import io.mirai.wire.LookupAnswer;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Code of the host that is too long to come with an answer, in files named by their hash. Those of a host on this
 * machine lie in its directory: all its daemons share them, and they end with it. Those of other hosts lie in the
 * user's own cache, which outlives the daemon. A file is read only as what its name says; what cannot be read or
 * written is fetched again. Through streams, as an interrupt would close a channel.
 */
public final class CodeCache {

    private static final String SUFFIX = ".code";
    private static final long MAX_BYTES_OF_USER = 256L << 20;

    private final @Nullable HashedFiles files; // null where there is no directory to keep them in

    private CodeCache(@Nullable HashedFiles files) {
        this.files = files;
    }

    /** In the directory of the host, which deletes it. */
    public static CodeCache in(Path directory) {
        return new CodeCache(new HashedFiles(directory, SUFFIX, Long.MAX_VALUE));
    }

    /** In the user's own cache; what is kept there is bounded. */
    public static CodeCache ofUser() {
        return new CodeCache(HashedFiles.userDirectory()
                .map(directory -> new HashedFiles(directory, SUFFIX, MAX_BYTES_OF_USER))
                .orElse(null));
    }

    /** The bytes with this hash; null if they are not here. */
    byte @Nullable [] get(String hash, long length) {
        if (files == null) {
            return null;
        }
        File file = files.file(hash).toFile();
        if (file.length() != length) {
            return null;
        }
        try (InputStream in = new FileInputStream(file)) {
            byte[] bytes = in.readAllBytes();
            if (!LookupAnswer.hash(bytes).equals(hash)) {
                return null;
            }
            files.touch(file.toPath());
            return bytes;
        } catch (IOException e) {
            return null;
        }
    }

    /** Keeps them; a reader meanwhile finds all of them or nothing. */
    void put(String hash, byte[] bytes) {
        if (files == null) {
            return;
        }
        Path part = null;
        try {
            part = files.part();
            try (OutputStream out = new FileOutputStream(part.toFile())) {
                out.write(bytes);
            }
            files.keep(part, hash);
        } catch (IOException e) {
            delete(part);
        }
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
