package io.mirai.transport;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a listener that are not admitted yet: only so many at once. Thread-safe. */
final class Strangers {

    /** A few more may slip in when they come at the same instant. */
    static final int MAX = 256;

    private final Set<Channel> waiting = ConcurrentHashMap.newKeySet();

    /** Whether there was room. */
    boolean tryEnter(Channel channel) {
        if (waiting.size() >= MAX) {
            return false;
        }
        waiting.add(channel);
        channel.closeFuture().addListener(closed -> waiting.remove(channel));
        return true;
    }

    /** It is a stranger no more. */
    void leave(Channel channel) {
        waiting.remove(channel);
    }
}
