package io.mirai.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.transport.RawFrames;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Protocol;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    /** A socket whose buffer is full: nothing leaves any more. */
    private static final class Full extends ChannelOutboundHandlerAdapter {

        @Override
        public void flush(ChannelHandlerContext context) {}
    }

    private final KeepAlive keepAlive = new KeepAlive(new KeepAliveTimes(60_000, 60_000));
    private final EmbeddedChannel channel = new EmbeddedChannel(new Full(), keepAlive);

    @AfterEach
    void close() {
        channel.pipeline().remove(Full.class);
        channel.flush();
        channel.finishAndReleaseAll();
    }

    @Test
    void answers_whileThePeerReads_areQueued() {
        hear(1);
        assertThat(pendingBytes()).isPositive();
    }

    @Test
    void answersAndTicks_behindALongBody_areQueued() {
        var unused = channel.write(Unpooled.buffer().writeZero(channel.config().getWriteBufferHighWaterMark() + 1));
        assertThat(channel.isWritable()).isFalse();
        long before = pendingBytes();
        hear(1);
        long answered = pendingBytes();
        assertThat(answered).isGreaterThan(before);
        keepAlive.onTick(channel.pipeline().context(keepAlive));
        assertThat(pendingBytes()).isGreaterThan(answered);
    }

    @Test
    void answersAndTicks_whileManyWait_areLeftOutUntilTheyHaveLeft() {
        hear(Protocol.KEEP_ALIVES_AT_ONCE);
        long before = pendingBytes();
        hear(1);
        keepAlive.onTick(channel.pipeline().context(keepAlive));
        assertThat(pendingBytes()).isEqualTo(before);
        channel.pipeline().remove(Full.class);
        channel.flush();
        assertThat(pendingBytes()).isZero();
        channel.pipeline().addFirst(new Full());
        hear(1);
        assertThat(pendingBytes()).isPositive();
    }

    private void hear(int keepAlives) {
        byte[] frame = RawFrames.keepAlive(new byte[Protocol.MAX_KEEP_ALIVE_DATA_BYTES]);
        for (int i = 0; i < keepAlives; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(frame));
        }
    }

    private long pendingBytes() {
        return channel.unsafe().outboundBuffer().totalPendingWriteBytes();
    }
}
