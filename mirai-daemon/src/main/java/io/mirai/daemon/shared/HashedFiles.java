package io.mirai.daemon.shared;

import io.mirai.machine.Access;
import io.mirai.machine.Machine;
import io.mirai.machine.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of one kind under a hash, of their content or of what they answer, in a directory that only this user may enter: all
 * processes of the user share them. A reader finds all of a file or nothing, and has to check what it finds. Beyond a
 * bound those go that were not used for the longest time, but none that was used today. Thread-safe.
 */
public final class HashedFiles {

    private static final String PART = ".part";
    private static final Duration YOUNG = Duration.ofDays(1);

    private final Path directory;
    private final String suffix;
    private final long maxBytes;

    /** Those of the directory with this ending, which have so many bytes together. */
    public HashedFiles(Path directory, String suffix, long maxBytes) {
        this.directory = directory;
        this.suffix = suffix;
        this.maxBytes = maxBytes;
    }

    /** The user's own cache, which is made if it is not there; empty if there is none that will do. */
    public static Optional<Path> userDirectory() {
        return cacheOfSystem().map(base -> base.resolve("mirai")).filter(HashedFiles::isUsable);
    }

    private static Optional<Path> cacheOfSystem() {
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
    public static boolean isUsable(Path directory) {
        try {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            try {
                OwnFiles.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                // Made by another process before.
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

    /** Where what has this hash is, if it is there. */
    public Path file(String hash) {
        return directory.resolve(hash + suffix);
    }

    /** Whether this is one of them, and nobody has deleted it. */
    public boolean holds(Path file) {
        return directory.equals(file.getParent()) && Files.exists(file);
    }

    /** Those whose hash begins so; none where they cannot be listed. */
    public List<Path> startingWith(String start) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> isNamed(file, start)).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private boolean isNamed(Path file, String start) {
        String name = file.getFileName().toString();
        return name.startsWith(start) && name.endsWith(suffix);
    }

    /** Makes an empty file to write to, which becomes one of them by {@link #keep}, or is deleted. */
    public Path part() throws IOException {
        return Files.createTempFile(directory, "", PART);
    }

    /** Gives a written file its name, and deletes others where they are too many. */
    public Path keep(Path part, String hash) throws IOException {
        Path file = file(hash);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        makeRoom();
        return file;
    }

    /** A file is being used. */
    public void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // It may be the first to go, then.
        }
    }

    /** Deletes what is over the bound, and parts that nobody finishes any more. */
    private void makeRoom() throws IOException {
        List<Path> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(suffix)) {
                    kept.add(file);
                } else if (name.endsWith(PART) && isOld(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        kept.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
        long bytes = kept.stream().mapToLong(file -> file.toFile().length()).sum();
        for (Path file : kept) {
            if (bytes <= maxBytes || !isOld(file)) {
                return;
            }
            bytes -= file.toFile().length();
            Files.deleteIfExists(file);
        }
    }

    /** Whether it was not used today. */
    public static boolean isOld(Path file) {
        long modified = file.toFile().lastModified();
        return Instant.ofEpochMilli(modified).isBefore(Instant.now().minus(YOUNG));
    }
}
