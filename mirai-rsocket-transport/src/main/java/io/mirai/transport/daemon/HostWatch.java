package io.mirai.transport.daemon;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.FrameCutter;
import io.mirai.transport.link.KeepAlive;
import io.mirai.wire.KeepAliveTimes;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the link to a host on another machine when nothing has come from it for the lifetime: a network may swallow the
 * end of a link. It counts time by its own ticks, as this process may stand still too. A host on this machine is
 * seen by other means, and may be silent at a breakpoint.
 */
final class HostWatch extends KeepAlive {

    private long lastTick = System.nanoTime();
    private int silent;

    HostWatch(KeepAliveTimes times) {
        super(times);
    }

    @Override
    protected void onChange() {
        lastTick = System.nanoTime();
        silent = 0;
    }

    @Override
    protected void onTick(ChannelHandlerContext context) {
        int intervalMillis = times().intervalMillis();
        int lifetimeMillis = times().lifetimeMillis();
        long now = System.nanoTime();
        boolean late = TimeUnit.NANOSECONDS.toMillis(now - lastTick) > intervalMillis + intervalMillis / 2;
        lastTick = now;
        if (!late) {
            FrameCutter frames = context.pipeline().get(FrameCutter.class);
            silent = frames.takeHeard() ? 0 : silent + 1;
        }
        if ((long) silent * intervalMillis >= lifetimeMillis) {
            Channels.fail(context.channel(), new TimeoutException(Texts.silentHost(lifetimeMillis)));
            Channels.close(context.channel());
        } else {
            super.onTick(context);
        }
    }
}
