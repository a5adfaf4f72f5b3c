package io.mirai.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Where a Unix socket is made. Whoever may write there can put a socket of their own in its place, so it has to be this
 * user's alone; a link to it too, which its owner could turn elsewhere.
 */
final class SocketDirectory {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** Owned by this process's user, also where its other files belong to root. */
    private static final Path SELF = Path.of("/proc/self");

    private SocketDirectory() {}

    /** Refuses one that others may enter, or that is not this user's. */
    static void check(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(Texts.noDirectory(directory));
        }
        UserPrincipal owner = Files.getOwner(directory);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        UserPrincipal self = self();
        if (!owner.equals(self) || !OWNER_ONLY.containsAll(permissions)) {
            throw new IOException(
                    Texts.notPrivate(directory, owner.getName(), PosixFilePermissions.toString(permissions)));
        }
        UserPrincipal ownerOfLink = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        if (!ownerOfLink.equals(self)) {
            throw new IOException(Texts.foreignLink(directory, ownerOfLink.getName()));
        }
    }

    /** Not from a file that is made in the directory: its owner could exchange it. */
    private static UserPrincipal self() throws IOException {
        if (Files.exists(SELF)) {
            return Files.getOwner(SELF);
        }
        Path made = Files.createTempFile("mirai-", null);
        try {
            return Files.getOwner(made, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(made);
        }
    }
}
