package io.mirai.launch.jvm;

import io.mirai.machine.Access;
import io.mirai.machine.Machine;
import io.mirai.machine.OwnFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Jars under the hash of their content, in a directory that only this user may enter: all hosts of the user share them, and a jar is
 * used only as what its name says. Beyond a bound those go that were not used for the longest time.
 */
public final class JarCache {

    /** Writes the content of a jar; the same each time. */
    interface Content {

        void writeTo(OutputStream out) throws IOException;
    }

    static final long MAX_BYTES = 1L << 30;

    private static final String SUFFIX = ".jar";
    private static final String PART = ".part";
    private static final Duration PART_AGE = Duration.ofDays(1);

    private final Path directory;
    private final long maxBytes;

    JarCache(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    /** Opens the user's own cache, or where there is none that will do, the given directory. */
    public static JarCache open(Path otherwise) {
        Optional<Path> shared =
                userDirectory().map(base -> base.resolve("mirai")).filter(JarCache::isUsable);
        return new JarCache(shared.orElse(otherwise), MAX_BYTES);
    }

    private static Optional<Path> userDirectory() {
        String home = System.getProperty("user.home", "");
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        @Nullable String set = System.getenv(Machine.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        try {
            Path base = set != null && !set.isEmpty() && Path.of(set).isAbsolute()
                    ? Path.of(set)
                    : Path.of(home, system.startsWith("mac") ? "Library/Caches" : ".cache");
            return Path.of(home).isAbsolute() || base.isAbsolute() ? Optional.of(base) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // its letters are not this file system's
        }
    }

    /** Makes it if it is not there; false unless it is this user's, and nobody else may enter. */
    static boolean isUsable(Path directory) {
        try {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            try {
                OwnFiles.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                // Made by a host before.
            }
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    || !Access.of(directory, LinkOption.NOFOLLOW_LINKS).isOwnersAlone()) {
                return false;
            }
            Path mine = Files.createTempFile(directory, "", PART);
            boolean isOurs = Files.getOwner(mine).equals(Files.getOwner(directory));
            Files.delete(mine);
            return isOurs;
        } catch (IOException | RuntimeException e) { // no home, or one that is read-only
            return false;
        }
    }

    /** Whether this jar is here, and nobody has deleted it. */
    boolean holds(Path jar) {
        return directory.equals(jar.getParent()) && Files.exists(jar);
    }

    /** The jar with this content, which is written unless it is there. */
    Path get(Content content) throws IOException {
        String hash = hash(content);
        Path jar = directory.resolve(hash + SUFFIX);
        if (isWhole(jar, hash)) {
            touch(jar);
            return jar;
        }
        Path part = Files.createTempFile(directory, "", PART);
        try {
            MessageDigest written = sha256();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), written)) {
                content.writeTo(out);
            }
            if (!hex(written).equals(hash)) {
                throw new IOException("it changed while it was copied");
            }
            Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        makeRoom();
        return jar;
    }

    private static boolean isWhole(Path jar, String hash) {
        try {
            return Files.exists(jar) && hash(out -> copy(jar, out)).equals(hash);
        } catch (IOException e) { // another host has just deleted it
            return false;
        }
    }

    private static void touch(Path jar) {
        try {
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // It may be the first to go, then.
        }
    }

    /** Deletes what is over the bound, but nothing that was used today, and parts that no host finishes any more. */
    private void makeRoom() throws IOException {
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    jars.add(file);
                } else if (name.endsWith(PART) && isOlderThan(PART_AGE, file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        jars.sort(Comparator.comparingLong(jar -> jar.toFile().lastModified()));
        long bytes = jars.stream().mapToLong(jar -> jar.toFile().length()).sum();
        for (Path jar : jars) {
            if (bytes <= maxBytes || !isOlderThan(PART_AGE, jar)) {
                return;
            }
            bytes -= jar.toFile().length();
            Files.deleteIfExists(jar);
        }
    }

    private static boolean isOlderThan(Duration age, Path file) {
        long modified = file.toFile().lastModified();
        return Instant.ofEpochMilli(modified).isBefore(Instant.now().minus(age));
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
