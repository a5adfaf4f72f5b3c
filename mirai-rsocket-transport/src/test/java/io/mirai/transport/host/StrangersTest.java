package io.mirai.transport.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrangersTest {

    private final Strangers strangers = new Strangers();
    private final List<EmbeddedChannel> inside = new ArrayList<>();

    StrangersTest() {
        for (int i = 0; i < Strangers.MAX; i++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            assertThat(strangers.tryEnter(channel)).isTrue();
            inside.add(channel);
        }
    }

    @Test
    void tryEnter_full_findsNoRoom() {
        assertThat(strangers.tryEnter(new EmbeddedChannel())).isFalse();
    }

    @Test
    void tryEnter_oneWasAdmitted_findsRoomForOne() {
        strangers.leave(inside.get(7));
        assertThat(strangers.tryEnter(new EmbeddedChannel())).isTrue();
        assertThat(strangers.tryEnter(new EmbeddedChannel())).isFalse();
    }

    @Test
    void tryEnter_oneHasGone_findsRoomForOne() {
        inside.get(7).close().syncUninterruptibly();
        assertThat(strangers.tryEnter(new EmbeddedChannel())).isTrue();
        assertThat(strangers.tryEnter(new EmbeddedChannel())).isFalse();
    }

    @Test
    void tryEnter_manyOfOneAddress_findNoRoomButOthersDo() {
        Strangers fresh = new Strangers();
        for (int i = 0; i < Strangers.MAX_OF_ADDRESS; i++) {
            assertThat(fresh.tryEnter(from(1))).isTrue();
        }
        assertThat(fresh.tryEnter(from(1))).isFalse();
        assertThat(fresh.tryEnter(from(2))).isTrue();
    }

    @Test
    void tryEnter_manyOfThisMachine_findRoom() {
        Strangers fresh = new Strangers();
        for (int i = 0; i <= Strangers.MAX_OF_ADDRESS; i++) {
            assertThat(fresh.tryEnter(from("127.0.0.1"))).isTrue();
        }
    }

    private static EmbeddedChannel from(int host) {
        return from("10.0.0." + host);
    }

    private static EmbeddedChannel from(String host) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(host, 1_000);
            }
        };
    }
}
