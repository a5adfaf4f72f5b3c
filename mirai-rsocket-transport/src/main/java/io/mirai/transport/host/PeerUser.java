package io.mirai.transport.host;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a Unix socket, by the kernel's word. Each class is touched only where it may be there. */
final class PeerUser {

    private PeerUser() {}

    /** Over Netty's native transport. */
    static int uidOverEpoll(Channel channel) throws IOException {
        return ((EpollDomainSocketChannel) channel).peerCredentials().uid();
    }

    /** Over the JDK's sockets; null where the JDK cannot tell. */
    static @Nullable UserPrincipal userOverNio(Channel channel) {
        if (!(channel instanceof NioDomainSocketChannel)) {
            return null;
        }
        UnixDomainPrincipal peer = channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
        return peer == null ? null : peer.user();
    }
}
