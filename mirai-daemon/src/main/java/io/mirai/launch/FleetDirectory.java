package io.mirai.launch;

import io.mirai.daemon.shared.FileFault;
import io.mirai.machine.Access;
import io.mirai.machine.Machine;
import io.mirai.machine.OwnFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directory of one fleet, which only this user may enter: the socket, and a few files for each daemon. */
final class FleetDirectory {

    /** How often another host may take away what was just made, since it was empty. */
    private static final int ATTEMPTS = 5;

    private final Path directory;
    private final UserPrincipal owner;
    private final HostLock lock;

    private FleetDirectory(Path directory) throws IOException {
        this.directory = directory;
        this.owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        this.lock = new HostLock(lockIn(directory));
    }

    /**
     * Makes a fresh one, in the user's runtime directory if there is one that will do, else in the temporary
     * directory.
     */
    static FleetDirectory create() throws IOException {
        return createBelow(System.getenv("XDG_RUNTIME_DIR"), Path.of(System.getProperty("java.io.tmpdir")));
    }

    static FleetDirectory createBelow(@Nullable String runtimeDirectory, Path temporary) throws IOException {
        for (int attempt = 1; ; attempt++) {
            FleetDirectory made = makeBelow(runtimeDirectory, temporary);
            try {
                made.lock.hold();
                return made;
            } catch (IOException e) {
                made.delete();
                if (attempt == ATTEMPTS) {
                    throw FileFault.notWritten(made.lock.file(), e);
                }
            }
        }
    }

    private static FleetDirectory makeBelow(@Nullable String runtimeDirectory, Path temporary) throws IOException {
        FleetDirectory made = runtimeDirectory == null ? null : tryBelow(Path.of(runtimeDirectory));
        if (made == null) {
            made = below(temporary.toAbsolutePath(), runtimeDirectory);
        }
        try {
            made.check();
        } catch (IOException e) {
            made.delete();
            throw e;
        }
        return made;
    }

    private static FleetDirectory below(Path temporary, @Nullable String runtimeDirectory) throws IOException {
        try {
            return new FleetDirectory(OwnFiles.createTempDirectory(temporary, Orphans.PREFIX));
        } catch (IOException e) {
            throw new IOException(Texts.noDirectory(temporary, runtimeDirectory, e), e);
        }
    }

    /** Null unless that directory is absolute, this user's own, not writable by others, and short enough. */
    private static @Nullable FleetDirectory tryBelow(Path base) {
        try {
            if (!base.isAbsolute()
                    || !Files.isDirectory(base)
                    || Access.of(base).isForOthersToWrite()) {
                return null;
            }
            FleetDirectory made = new FleetDirectory(OwnFiles.createTempDirectory(base, Orphans.PREFIX));
            boolean ours = Files.getOwner(base).equals(made.owner);
            if (!ours || made.socketPathLength() > Machine.maxSocketPath()) {
                made.delete();
                return null;
            }
            return made;
        } catch (IOException e) {
            return null;
        }
    }

    private void check() throws IOException {
        UserPrincipal found = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        Access access = Access.of(directory, LinkOption.NOFOLLOW_LINKS);
        if (!access.isOwnersAlone() || !found.equals(owner)) {
            throw new IOException(Texts.notPrivate(directory, access));
        }
        int length = socketPathLength();
        if (length > Machine.maxSocketPath()) {
            throw new IOException(Texts.pathTooLong(socket(), length, Machine.maxSocketPath()));
        }
    }

    private int socketPathLength() {
        return socket().toString().getBytes(StandardCharsets.UTF_8).length;
    }

    Path path() {
        return directory;
    }

    Path socket() {
        return directory.resolve("s");
    }

    /** The list of the session's class path. */
    Path session() {
        return directory.resolve("session");
    }

    /** The host's system properties. */
    Path properties() {
        return directory.resolve("properties");
    }

    /** Where an archive of classes is written. */
    Path archive() {
        return directory.resolve("archive");
    }

    /** The file that this host holds locked. */
    static Path lockIn(Path directory) {
        return directory.resolve("host");
    }

    /** The file by whose lock daemons know that this host lives; null where the file system has no locks. */
    @Nullable
    Path lock() {
        return lock.works() ? lock.file() : null;
    }

    /** Makes again what a cleaner of temporary files has deleted of the directory and the lock. */
    void restore() throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            OwnFiles.createDirectory(directory);
        }
        check();
        lock.hold();
    }

    /** Makes all that is in it look used, for those who delete what was not used for long. */
    void touch() {
        long now = System.currentTimeMillis();
        List<Path> all = new ArrayList<>(files());
        all.add(directory);
        for (Path file : all) {
            // Not by a view of its attributes, which opens it: to close it again would give the host's lock away.
            var unused = file.toFile().setLastModified(now); // false if it has just gone
        }
    }

    /** Deletes what killed hosts of this user have left beside it. */
    void sweep() {
        Path base = directory.getParent();
        if (base != null) {
            Orphans.sweep(base, owner);
        }
    }

    /** The files of one daemon. */
    DaemonFiles daemon(int slot, int instance) {
        return new DaemonFiles(
                directory.resolve(slot + "-" + instance + ".session"),
                directory.resolve(slot + "-" + instance + ".args"),
                directory.resolve(slot + "-" + instance + ".ledger"),
                directory.resolve(slot + "-" + instance + ".words"),
                directory.resolve(slot + "-" + instance + ".err"),
                directory.resolve(slot + "-" + instance + ".crash"));
    }

    /** Deletes it with all that is in it. What cannot be deleted stays. */
    void delete() {
        try {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // It is in a directory that the system clears; nothing in it is worth an error.
        }
        lock.release();
    }

    /** Where no descriptor is left to list them, those that outlive the daemons. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(files::add);
            return files;
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(socket(), session(), properties(), lock.file());
        }
    }

    /**
     * What a daemon and its host leave for each other.
     *
     * @param session its class path, where it has more than the others
     * @param arguments its command line, where that is long
     * @param ledger which tasks had begun
     * @param words why the process ended, if it knows
     * @param error its standard error
     * @param crash what the JVM writes when it crashes
     */
    record DaemonFiles(Path session, Path arguments, Path ledger, Path words, Path error, Path crash) {

        /** Of each end. */
        private static final int MAX_PART = 8 * 1024;

        /** What a terminal or a log might take for a command. */
        private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\uFFFD&&[^\\t]]");

        void delete() {
            for (Path file : List.of(session, arguments, ledger, words, error, crash)) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // It goes with the directory.
                }
            }
        }

        /**
         * The first and the last lines of standard error, which may be long: a JVM says first why it cannot start, a program
         * last, and a child of a task may write there too.
         */
        List<String> lines(int most) {
            try (RandomAccessFile file = new RandomAccessFile(error.toFile(), "r")) {
                boolean whole = file.length() <= 2 * MAX_PART;
                List<String> lines = read(file, whole ? file.length() : MAX_PART);
                if (whole && lines.size() <= most) {
                    return lines;
                }
                List<String> some = new ArrayList<>(lines.subList(0, Math.min(most / 2, lines.size())));
                if (!whole) {
                    file.seek(file.length() - MAX_PART);
                    lines = read(file, MAX_PART);
                }
                some.add(Texts.LEFT_OUT);
                some.addAll(lines.subList(Math.max(0, lines.size() - most / 2), lines.size()));
                return some;
            } catch (IOException e) {
                return List.of();
            }
        }

        private static List<String> read(RandomAccessFile file, long length) throws IOException {
            byte[] bytes = new byte[(int) length];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> CONTROLS.matcher(line).replaceAll("?"))
                    .toList();
        }

        /**
         * Why the process ended after it had dialled in, in one line; empty if nobody said. The last word counts: an
         * end may take a turn.
         */
        String lastWords() {
            try {
                List<String> said = Files.readAllLines(words);
                if (!said.isEmpty()) {
                    return CONTROLS.matcher(said.get(said.size() - 1)).replaceAll("?");
                }
            } catch (IOException e) {
                // Then the JVM may tell.
            }
            return CONTROLS.matcher(CrashReport.summary(crash)).replaceAll("?");
        }
    }
}
