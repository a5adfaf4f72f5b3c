package io.mirai.transport.host;

import io.mirai.machine.Access;
import io.mirai.machine.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/**
 * Where a Unix socket is made. Anybody who may write there can replace it by another socket, so it has to be this
 * user's alone; a link to it too, which its owner could turn elsewhere.
 */
final class SocketDirectory {

    private SocketDirectory() {}

    /** Refuses one that others may enter, or that is not this user's. */
    static void check(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(Texts.noDirectory(directory));
        }
        Access access = Access.of(directory);
        UserPrincipal self = OwnFiles.self(directory);
        if (!access.owner().equals(self) || !access.isOwnersAlone()) {
            throw new IOException(Texts.notPrivate(directory, access));
        }
        UserPrincipal ownerOfLink = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
        if (!ownerOfLink.equals(self)) {
            throw new IOException(Texts.foreignLink(directory, ownerOfLink.getName()));
        }
    }
}
