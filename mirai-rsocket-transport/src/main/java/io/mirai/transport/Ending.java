package io.mirai.transport;

import io.netty.channel.Channel;
import io.rsocket.DuplexConnection;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a host ends a link because of what its daemon does: once, with a reason. Thread-safe. */
final class Ending {

    private final Channel channel;
    private final DuplexConnection duplex;
    private final AtomicBoolean begun = new AtomicBoolean();

    Ending(Channel channel, DuplexConnection duplex) {
        this.channel = channel;
        this.duplex = duplex;
    }

    /** Whether the reason has been said; what the daemon sends from then on is not looked at. */
    boolean hasBegun() {
        return begun.get();
    }

    /** Says the reason and ends the link; does nothing if it ends already. */
    void begin(String reason) {
        // When a link ends each of its streams ends with an error, and there may be a thousand of them.
        if (channel.isActive() && begun.compareAndSet(false, true)) {
            Channels.breakOff(channel, duplex, reason);
        }
    }
}
