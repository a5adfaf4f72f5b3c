package io.mirai.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells what this machine has that others lack. Code that uses it has a second way for them.
 *
 * <table>
 *   <caption>Two ways each</caption>
 *   <tr><th>here</th><th>elsewhere</th></tr>
 *   <tr><td>{@code /proc}</td><td>{@link ProcessHandle}, {@code /bin/sh}, or it stays unknown</td></tr>
 *   <tr><td>permissions of POSIX</td><td>access control lists, or the owner alone: {@link Access}</td></tr>
 *   <tr><td>Netty's epoll</td><td>the JDK's sockets</td></tr>
 *   <tr><td>Unix sockets</td><td>TCP on the loopback interface</td></tr>
 *   <tr><td>{@code stty}</td><td>no width is known</td></tr>
 * </table>
 */
public final class Machine {

    /** What a test can hide from this code, to run the second way on a machine that has the first. */
    public enum Part {
        PROC,
        POSIX,
        EPOLL,
        UNIX_SOCKETS,
        STTY;

        private final boolean hidden = HIDDEN.contains("," + name() + ",");
    }

    /**
     * The seam of the tests: the parts to hide, with commas between them. It is a variable of the environment since all
     * processes of a test have to agree. It only ever takes away.
     */
    private static final String HIDDEN = "," + System.getenv().getOrDefault("MIRAI_TEST_HIDES", "") + ",";

    private static final Path PROC = Path.of("/proc");
    private static final String SYSTEM = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

    /** What fits into {@code sun_path}, but for the zero at its end. */
    private static final int SOCKET_PATH_BYTES = 107;

    private static final int SOCKET_PATH_BYTES_OF_BSD = 103;

    /** What shells add to the number of a signal, and the last signal that there is. */
    private static final int SIGNALLED = 128;

    private static final int LAST_SIGNAL = 64;

    private Machine() {}

    /** Whether this code may use a part, if it is there. */
    public static boolean shows(Part part) {
        return !part.hidden;
    }

    /** A file or link below {@code /proc}; null if there is none. */
    public static @Nullable Path proc(String name) {
        Path file = PROC.resolve(name);
        return shows(Part.PROC) && Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? file : null;
    }

    /** Whether a descriptor of this process leads to a terminal; empty where nobody can tell. */
    public static Optional<Boolean> isTerminal(int descriptor) {
        Path link = proc("self/fd/" + descriptor);
        try {
            return link == null ? Optional.empty() : Optional.of(isTerminal(Files.readSymbolicLink(link)));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of(false);
        }
    }

    private static boolean isTerminal(Path device) {
        String name = device.toString();
        return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
    }

    /** The most bytes that the path of a Unix socket may have. */
    public static int maxSocketPath() {
        return SYSTEM.startsWith("linux") || isWindows() ? SOCKET_PATH_BYTES : SOCKET_PATH_BYTES_OF_BSD;
    }

    /** Whether this is Windows, which has no signals, and separates with backslashes. */
    public static boolean isWindows() {
        return SYSTEM.startsWith("windows");
    }

    /** The program that runs Java, in the home of a JDK. */
    public static Path java(Path home) {
        return home.resolve("bin").resolve(isWindows() ? "java.exe" : "java");
    }

    /** The signal that ended a process with this exit status; empty if it was none. */
    public static OptionalInt signal(int exitStatus) {
        boolean signalled = !isWindows() && exitStatus > SIGNALLED && exitStatus <= SIGNALLED + LAST_SIGNAL;
        return signalled ? OptionalInt.of(exitStatus - SIGNALLED) : OptionalInt.empty();
    }
}
