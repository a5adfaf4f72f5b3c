package io.mirai.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Tells this user's processes from those of others, by the kernel's word for who dialled. Until the user is known
 * nobody is admitted. Thread-safe.
 */
final class OwnUser {

    /** Means no user to the kernel either. */
    private static final int UNKNOWN = -1;

    private volatile int uid = UNKNOWN;

    /** Learns who this process is from a file that it has just made. */
    void learnFrom(Path made) throws IOException {
        uid = (int) Files.getAttribute(made, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a process of this user is at the other end. Where the kernel cannot be asked, the token alone tells. */
    boolean isPeerOf(Channel channel) {
        if (!(channel instanceof EpollDomainSocketChannel peer)) {
            return true;
        }
        try {
            return is(peer.peerCredentials().uid());
        } catch (IOException e) {
            return false; // it has gone
        }
    }

    boolean is(int other) {
        return other != UNKNOWN && other == uid;
    }
}
