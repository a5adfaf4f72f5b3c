package io.mirai.transport.host;

import io.mirai.transport.link.Channels;
import io.netty.channel.Channel;
import io.rsocket.DuplexConnection;
import io.rsocket.RSocketErrorException;
import io.rsocket.exceptions.ConnectionErrorException;
import io.rsocket.exceptions.RejectedSetupException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.scheduler.Schedulers;

/** How a host ends a connection because of what its peer does: once, with a reason. Thread-safe. */
final class Ending {

    /** How long the last words to a peer may take to leave before the connection is cut. */
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final Channel channel;
    private final DuplexConnection duplex;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile String reason = "";

    Ending(Channel channel, DuplexConnection duplex) {
        this.channel = channel;
        this.duplex = duplex;
    }

    /** Whether the reason has been said; what the daemon sends from then on is not looked at. */
    boolean hasBegun() {
        return begun.get();
    }

    /** Why this side has ended the link; empty if it has not. */
    String reason() {
        return reason;
    }

    /** Tells the daemon what it did wrong and ends the link, even if the daemon does not read. */
    void begin(String reason) {
        end(new ConnectionErrorException(reason));
    }

    /** Tells a stranger why it is not admitted and ends the connection, even if the stranger does not read. */
    void refuse(String reason) {
        end(new RejectedSetupException(reason));
    }

    private void end(RSocketErrorException error) {
        // When a link ends each of its streams ends with an error, and there may be a thousand of them.
        if (channel.isActive() && begun.compareAndSet(false, true)) {
            reason = String.valueOf(error.getMessage());
            // What the peer has still to say would only take memory.
            channel.config().setAutoRead(false);
            duplex.sendErrorAndClose(error);
            Schedulers.parallel().schedule(() -> Channels.close(channel), LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
