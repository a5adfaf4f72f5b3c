package io.mirai.launch.jvm;

import io.mirai.daemon.shared.HashedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies of jars under the hash of their content, for all hosts of the user. A jar is used only as what its name says. */
public final class JarCache {

    /** Writes the content of a jar; the same each time. */
    interface Content {

        void writeTo(OutputStream out) throws IOException;
    }

    static final long MAX_BYTES = 1L << 30;

    private final HashedFiles jars;

    JarCache(Path directory, long maxBytes) {
        this.jars = new HashedFiles(directory, ".jar", maxBytes);
    }

    /** Opens the user's own cache, or where there is none that will do, the given directory. */
    public static JarCache open(Path otherwise) {
        return new JarCache(HashedFiles.userDirectory().orElse(otherwise), MAX_BYTES);
    }

    /** Whether this jar is here, and nobody has deleted it. */
    boolean holds(Path jar) {
        return jars.holds(jar);
    }

    /** A copy of a jar, where other machines with this home directory have it too. */
    public Path copyOf(Path jar) throws IOException {
        return get(out -> copy(jar, out));
    }

    /** The jar with this content, which is written unless it is there. */
    Path get(Content content) throws IOException {
        String hash = hash(content);
        Path jar = jars.file(hash);
        if (isWhole(jar, hash)) {
            jars.touch(jar);
            return jar;
        }
        Path part = jars.part();
        try {
            MessageDigest written = sha256();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), written)) {
                content.writeTo(out);
            }
            if (!hex(written).equals(hash)) {
                throw new IOException("it changed while it was copied");
            }
            return jars.keep(part, hash);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static boolean isWhole(Path jar, String hash) {
        try {
            return Files.exists(jar) && hash(out -> copy(jar, out)).equals(hash);
        } catch (IOException e) { // another host has just deleted it
            return false;
        }
    }

    private static void copy(Path jar, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            in.transferTo(out);
        }
    }

    private static String hash(Content content) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.writeTo(out);
        }
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
