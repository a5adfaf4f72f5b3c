package io.mirai.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds an exclusive lock on a file of the fleet's directory as long as this process lives: daemons wait for it, and
 * the next host of this user knows by it whether the directory is still wanted. A process loses its locks on a file
 * when it closes any descriptor of that file, so nothing else here may open it. Thread-safe.
 */
final class HostLock {

    private final Path file;
    private final List<FileChannel> held = new ArrayList<>();
    private volatile boolean works;
    private @Nullable Object key;

    HostLock(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Whether daemons can wait for the end of this process by it: not so where the file system has no locks. */
    boolean works() {
        return works;
    }

    /**
     * Makes the file and locks it, unless that is done. A file that was locked before and is gone stays locked: daemons
     * that have it open wait for it.
     *
     * @throws IOException if the file cannot be made, or another host takes the directory away at this moment
     */
    synchronized void hold() throws IOException {
        if (!held.isEmpty() && Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Objects.equals(key, key())) {
            return;
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        held.add(channel);
        boolean ours = tryLock(channel);
        key = key();
        if (!ours || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(Texts.takenAway(file));
        }
    }

    /** False if another process has it. */
    private boolean tryLock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            works = lock != null;
            return works;
        } catch (IOException e) {
            works = false;
            return true;
        }
    }

    /** What tells this file from a later one of the same name; null where the system has no such thing. */
    private @Nullable Object key() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Lets go of it. */
    synchronized void release() {
        for (FileChannel channel : held) {
            try {
                channel.close();
            } catch (IOException e) {
                // Then it ends with the process.
            }
        }
        held.clear();
    }
}
