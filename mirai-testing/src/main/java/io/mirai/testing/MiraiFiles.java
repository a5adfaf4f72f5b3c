package io.mirai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files and directories called {@code mirai-…} where a fleet makes its own. */
final class MiraiFiles {

    private static final Path SOCKETS = Path.of("/proc/net/unix");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final int INODE = 6;
    private static final int PATH = 7;

    private MiraiFiles() {}

    /** All but those in which another process listens: builds beside this one have theirs in the same place. */
    static Set<Path> ofThisJvm() {
        Set<Path> found = new HashSet<>();
        try {
            list(Path.of(System.getProperty("java.io.tmpdir")), found);
            String runtime = System.getenv("XDG_RUNTIME_DIR");
            if (runtime != null) {
                list(Path.of(runtime), found);
            }
            if (!found.isEmpty()) {
                found.removeAll(ofOthers());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void list(Path directory, Set<Path> into) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "mirai-*")) {
            files.forEach(into::add);
        } catch (NoSuchFileException e) {
            // Then nothing is there.
        }
    }

    /** Where sockets are that this process does not hold. */
    private static Set<Path> ofOthers() throws IOException {
        Set<String> own;
        try (Stream<Path> open = Files.list(OPEN)) {
            own = open.map(MiraiFiles::inode).collect(Collectors.toSet());
        }
        Set<Path> others = new HashSet<>();
        for (String line : Files.readAllLines(SOCKETS)) {
            String[] words = line.strip().split("\\s+", PATH + 1);
            if (words.length > PATH && words[PATH].startsWith("/") && !own.contains(words[INODE])) {
                others.add(Path.of(words[PATH]).getParent());
            }
        }
        return others;
    }

    private static String inode(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceAll("socket:\\[(\\d+)]", "$1");
        } catch (IOException e) {
            return "";
        }
    }
}
