package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.testing.siege.Attack;
import io.mirai.testing.siege.MemoryCost;
import io.mirai.testing.siege.Siege;
import io.mirai.testing.siege.Target;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.LinkSide;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Challenge;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile peers of ten kinds over a network, against a small host that goes on serving its daemon. The benchmark Siege is
 * the same with a thousand of them.
 */
class NetworkSiegeTest {

    private static final int PEERS_OF_EACH_KIND = 12;
    private static final long MAX_EXTRA_BYTES = 64L * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "tls+tcp://127.0.0.1:0", "wss://127.0.0.1:0/mirai"})
    void peersOfTenKinds_costLittle_andNobodyNoticesThem(String url) throws Exception {
        try (BesiegedHost host = BesiegedHost.start(url)) {
            Secret secret = Secret.parse(host.secret);
            Counting counting = new Counting();
            HostConnection daemon = Pair.await(HostConnection.dial(host.address, Pair.setup(0), secret, counting));
            counting.awaitMore(200);
            MemoryCost before = host.cost();

            Siege siege = Siege.begin(target((LinkAddress.Tcp) host.address, secret), PEERS_OF_EACH_KIND, 1);
            counting.awaitMore(200);
            siege.awaitEnd();

            assertThat(siege.spared()).isZero();
            assertThat(siege.cut()).isEqualTo(PEERS_OF_EACH_KIND * Attack.values().length);
            await().atMost(LIMIT).until(() -> host.cost().descriptors() <= before.descriptors());
            MemoryCost after = host.cost();
            assertThat(after.extraSince(before)).as("%s, %s", before, after).isLessThanOrEqualTo(MAX_EXTRA_BYTES);
            counting.awaitMore(200);
            DaemonSide.close(Pair.await(HostConnection.dial(host.address, Pair.setup(2), secret, new Pair.Echo())));
            DaemonSide.close(daemon);
        }
    }

    private static Target target(LinkAddress.Tcp address, Secret secret) throws GeneralSecurityException {
        Setup setup = Pair.setup(1);
        return new Target(
                address.port(),
                secret.isForTls() ? LinkSide.trusting(secret) : null,
                address.path(),
                setup::bytes,
                challenge -> prove(challenge, setup));
    }

    private static byte[] prove(byte[] challenge, Setup setup) {
        ByteBuf proof = Pair.TOKEN
                .prove(
                        Challenge.decode(Unpooled.wrappedBuffer(challenge)),
                        setup,
                        Token.random().toHex())
                .encode(UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.getBytes(proof);
        } finally {
            proof.release();
        }
    }
}
