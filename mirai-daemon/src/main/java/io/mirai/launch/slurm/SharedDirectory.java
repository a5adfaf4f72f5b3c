package io.mirai.launch.slurm;

import io.mirai.daemon.shared.HashedFiles;
import io.mirai.machine.HostName;
import io.mirai.machine.OwnFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the jobs of one profile find their secrets, and say what they say: a directory in the user's cache, which the nodes have at the
 * same place. Only this user may enter it. It is deleted at the close, and that of a host that was killed by the next one. Thread-safe.
 *
 * <pre>
 *   ~/.cache/mirai/slurm/login1-4711-…/    the machine and the process of the host
 *     0-1.secret                           until the job of that daemon has read it
 *     1-0.out                              what the first task of the first job has said
 * </pre>
 */
public final class SharedDirectory {

    static final String SECRET = ".secret";

    private final Path directory;

    private SharedDirectory(Path directory) {
        this.directory = directory;
    }

    /** Makes one. */
    public static SharedDirectory make() throws IOException {
        Path parent = HashedFiles.userDirectory()
                .map(user -> user.resolve("slurm"))
                .filter(HashedFiles::isUsable)
                .orElseThrow(() -> new IOException(Texts.noSharedDirectory()));
        String machine = HostName.ofThisMachine().name().replaceAll("[^A-Za-z0-9.]", "_");
        sweep(parent, machine);
        return new SharedDirectory(OwnFiles.createTempDirectory(
                parent, machine + "-" + ProcessHandle.current().pid() + "-"));
    }

    /** Deletes those of hosts that were killed on this machine. */
    private static void sweep(Path parent, String machine) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, machine + "-*")) {
            for (Path one : all) {
                if (hostOf(one).filter(pid -> ProcessHandle.of(pid).isEmpty()).isPresent()) {
                    new SharedDirectory(one).delete();
                }
            }
        }
    }

    private static Optional<Long> hostOf(Path directory) {
        String[] parts = directory.getFileName().toString().split("-", -1);
        try {
            return parts.length == 3 ? Optional.of(Long.parseLong(parts[1])) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // nobody's that made it here
        }
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    /** Writes the secret of a daemon for its job. */
    public void putSecret(String daemon, String secret) throws IOException {
        Path file = Files.createFile(directory.resolve(daemon + SECRET));
        OwnFiles.keepOthersOut(file); // first
        Files.writeString(file, secret + "\n");
    }

    /** Deletes the secret of a daemon if its job has not done so. */
    public void deleteSecret(String daemon) {
        delete(directory.resolve(daemon + SECRET));
    }

    /** Deletes what a job has said. */
    public void deleteOutput(Path output) {
        delete(output);
    }

    /** Deletes itself if nothing is in it. */
    public void deleteIfEmpty() {
        delete(directory);
    }

    /** Deletes all that is in it, and then itself. */
    public void delete() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(SharedDirectory::delete);
        } catch (IOException e) {
            // It is not there, or not readable; then there is nothing to be done.
        }
        delete(directory);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next host tries again.
        }
    }
}
