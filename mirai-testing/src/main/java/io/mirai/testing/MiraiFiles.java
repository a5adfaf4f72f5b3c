package io.mirai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files and directories called {@code mirai-…} where the fleets of this JVM, and of those that it starts, make
 * theirs: in a place of their own, since other programs on the machine use Mirai too, and may be killed. The build
 * names a runtime directory for each test JVM, which makes it at its start and deletes it at its end.
 */
final class MiraiFiles {

    private static final @Nullable Path PLACE = make(System.getenv("XDG_RUNTIME_DIR"));

    private MiraiFiles() {}

    /** Makes the place before the first fleet needs it. */
    static void prepare() {}

    static Set<Path> ofThisJvm() {
        Set<Path> found = new HashSet<>();
        if (PLACE == null) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(PLACE, "mirai-*")) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Null where that directory is there already, as when an IDE starts the tests: then it is others' too. */
    private static @Nullable Path make(@Nullable String named) {
        if (named == null) {
            return null;
        }
        Path place = Path.of(named);
        try {
            Files.createDirectory(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(place), "mirai-test-place"));
        return place;
    }

    /** What is in it stays to be looked at, and was reported. */
    private static void delete(Path place) {
        try {
            Files.delete(place);
        } catch (IOException e) {
            System.out.println("not deleted: " + e);
        }
    }
}
