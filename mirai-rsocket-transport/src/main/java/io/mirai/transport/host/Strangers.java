package io.mirai.transport.host;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The connections of a listener that are not admitted yet: only so many at once. Thread-safe. */
final class Strangers {

    /** A few more may slip in when they come at the same instant. */
    static final int MAX = 256;

    /** How many may come from one address of another machine. */
    static final int MAX_OF_ADDRESS = 16;

    private final Set<Channel> waiting = ConcurrentHashMap.newKeySet();

    /** Whether there was room. */
    boolean tryEnter(Channel channel) {
        if (waiting.size() >= MAX || ofSameAddress(channel) >= MAX_OF_ADDRESS) {
            return false;
        }
        waiting.add(channel);
        channel.closeFuture().addListener(closed -> waiting.remove(channel));
        return true;
    }

    private long ofSameAddress(Channel channel) {
        InetAddress address = addressOf(channel);
        return address == null
                ? 0
                : waiting.stream()
                        .filter(other -> address.equals(addressOf(other)))
                        .count();
    }

    private static @Nullable InetAddress addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                        && !peer.getAddress().isLoopbackAddress()
                ? peer.getAddress()
                : null;
    }

    /** It is a stranger no more. */
    void leave(Channel channel) {
        waiting.remove(channel);
    }
}
