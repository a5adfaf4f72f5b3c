package io.mirai.launch.jvm;

import io.mirai.daemon.shared.HashedFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Checksum;

/**
 * An archive of the classes that a daemon loads from its own jars: a JVM that has it neither looks for them nor reads nor
 * verifies them. Before Java 25 that is class-data sharing; from 25 on it is the cache that also holds profiles of methods.
 *
 * <p>The JVM runs what is in it without a look at its checksums, so this class keeps one in the name of the file and looks once in
 * each host: what a broken disk or a copy has spoiled is deleted, and made again. It guards against nobody else's will, as the
 * directory does. Thread-safe.
 */
public final class ClassArchive {

    private static final int CACHE_SINCE = 25;
    private static final int STEP_BYTES = 1 << 18;
    private static final String NONE = "none";

    /** Those that this process has looked at. */
    private static final Set<Path> WHOLE = ConcurrentHashMap.newKeySet();

    private static final AtomicBoolean IS_CLAIMED = new AtomicBoolean();

    private final HashedFiles files;
    private final String start;
    private final boolean isCache;

    ClassArchive(HashedFiles files, String key, int feature) {
        this.files = files;
        this.start = key + "-";
        this.isCache = feature >= CACHE_SINCE;
    }

    /** What has a JVM start from it; nothing if it is not there. */
    public List<String> options() {
        String option = isCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        return find().map(file -> List.of(option + file)).orElse(List.of());
    }

    /** What has a JVM write it as it ends. */
    public String writingTo(Path file) {
        return (isCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
    }

    /** Whether it is not there, and its JVM has not failed to make one today. */
    public boolean isWanted() {
        return find().isEmpty() && files.startingWith(start + NONE).stream().allMatch(HashedFiles::isOld);
    }

    private Optional<Path> find() {
        for (Path file : files.startingWith(start)) {
            if (WHOLE.contains(file) || isWhole(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private boolean isWhole(Path file) {
        if (file.equals(files.file(start + NONE))) {
            return false;
        }
        try {
            if (file.equals(files.file(named(checksum(file))))) {
                files.touch(file);
                return WHOLE.add(file);
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Another host has just deleted it.
        }
        return false;
    }

    /** In large steps: the JVM has just started, and interprets what is between them. */
    private static Checksum checksum(Path file) throws IOException {
        CRC32 checksum = new CRC32();
        byte[] step = new byte[STEP_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(step); read >= 0; read = in.read(step)) {
                checksum.update(step, 0, read);
            }
        }
        return checksum;
    }

    private String named(Checksum checksum) {
        return start + HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** Takes what a JVM has written, or notes that it has written nothing. */
    public void keep(Path written) throws IOException {
        Path part = files.part();
        try {
            CRC32 checksum = new CRC32();
            if (Files.exists(written)) {
                try (OutputStream out = new CheckedOutputStream(Files.newOutputStream(part), checksum)) {
                    Files.copy(written, out);
                }
            }
            files.keep(part, Files.size(part) == 0 ? start + NONE : named(checksum));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Lets one profile alone make archives, until it closes what it gets; empty if another does, in whatever process of the
     * user.
     */
    public Optional<Closeable> tryClaim() {
        // A process loses its lock on a file when it closes another descriptor of it.
        if (!IS_CLAIMED.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            FileChannel lock =
                    FileChannel.open(files.file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() != null) {
                return Optional.of(() -> {
                    lock.close();
                    IS_CLAIMED.set(false);
                });
            }
            lock.close();
        } catch (IOException e) {
            // There are no locks here.
        }
        IS_CLAIMED.set(false);
        return Optional.empty();
    }
}
