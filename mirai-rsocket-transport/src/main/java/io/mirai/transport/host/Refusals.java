package io.mirai.transport.host;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log why a connection over TCP was not admitted, each once, and where it came from. A flood of them costs some
 * lines only: of what is over so many in a while, the next line has the number. Thread-safe.
 */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(DaemonListener.class);
    private static final AttributeKey<Boolean> TOLD = AttributeKey.valueOf(Refusals.class, "told");
    private static final int MOST = 20;
    private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long since = System.nanoTime();
    private int lines;
    private int silent;

    /** Says it, unless something was said of this connection already. */
    void tell(Channel channel, String reason) {
        if (channel.remoteAddress() instanceof InetSocketAddress from
                && channel.attr(TOLD).setIfAbsent(true) == null) {
            tell(Texts.refused(from, channel.localAddress(), reason));
        }
    }

    private void tell(String refused) {
        int missed;
        synchronized (this) {
            long now = System.nanoTime();
            if (now - since > WHILE_NANOS) {
                since = now;
                lines = 0;
            }
            if (lines == MOST) {
                silent++;
                return;
            }
            lines++;
            missed = silent;
            silent = 0;
        }
        log.warn("{}{}", refused, missed == 0 ? "" : Texts.moreRefused(missed));
    }
}
