package io.mirai.transport.host;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Tells this user's processes from those of others, by the kernel's word for who dialled. Until the user is known
 * nobody is admitted. Thread-safe.
 */
final class OwnUser {

    /** Means no user to the kernel either. */
    private static final int UNKNOWN = -1;

    private volatile int uid = UNKNOWN;
    private volatile @Nullable UserPrincipal user;

    /** Learns who this process is from a file that it has just made. */
    void learnFrom(Path made) throws IOException {
        user = Files.getOwner(made, LinkOption.NOFOLLOW_LINKS);
        if (made.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            uid = (int) Files.getAttribute(made, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        }
    }

    /**
     * Whether a process of this user is at the other end of a Unix socket. Where the kernel cannot be asked, the token
     * alone tells.
     */
    boolean isPeerOf(Channel channel, boolean nativeTransport) {
        try {
            if (nativeTransport) {
                return is(PeerUser.uidOverEpoll(channel));
            }
            UserPrincipal peer = PeerUser.userOverNio(channel);
            return peer == null || peer.equals(user);
        } catch (LinkageError noSuchModule) {
            return true;
        } catch (IOException | RuntimeException gone) {
            return false;
        }
    }

    boolean is(int other) {
        return other != UNKNOWN && other == uid;
    }
}
