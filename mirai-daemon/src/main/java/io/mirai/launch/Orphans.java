package io.mirai.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deletes the directories that killed hosts of this user have left. A directory is called after the process that made
 * it, {@code mirai-<pid>-<start>-<random>}: those of a process that lives are left alone, and of others that
 * may live where this process cannot see them, such as in another container, the locked file tells.
 */
final class Orphans {

    /** The process that this is, also where another had the same id before, as the first of each container has. */
    static final String PREFIX = "mirai-" + ProcessHandle.current().pid() + "-"
            + Long.toString(
                    ProcessHandle.current()
                            .info()
                            .startInstant()
                            .map(Instant::getEpochSecond)
                            .orElse(0L),
                    36)
            + "-";

    private static final Pattern NAME = Pattern.compile("mirai-(\\d{1,18})-[0-9a-z]+-\\d+");

    private Orphans() {}

    /**
     * Deletes what nobody needs. What cannot be deleted stays.
     *
     * @param base where fleets have their directories
     * @param owner this user
     */
    static void sweep(Path base, UserPrincipal owner) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(base, "mirai-*")) {
            for (Path directory : found) {
                if (isOfAnEndedProcess(directory) && isOwn(directory, owner)) {
                    delete(directory);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The next host tries it again.
        }
    }

    private static boolean isOfAnEndedProcess(Path directory) {
        String name = String.valueOf(directory.getFileName());
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || name.startsWith(PREFIX)) {
            return false;
        }
        long pid = Long.parseLong(matcher.group(1));
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }

    private static boolean isOwn(Path directory, UserPrincipal owner) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(owner);
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path directory) {
        Path file = FleetDirectory.lockIn(directory);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            deleteIfEmpty(directory);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                deleteFiles(directory);
                Files.deleteIfExists(directory);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Its host lives, or another has begun to do the same, or there are no locks here.
        }
    }

    /** A host that is just starting has not made its file yet; it makes another directory then. */
    private static void deleteIfEmpty(Path directory) {
        try {
            Files.delete(directory);
        } catch (IOException e) {
            // It is not empty, so it may be wanted.
        }
    }

    private static void deleteFiles(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
