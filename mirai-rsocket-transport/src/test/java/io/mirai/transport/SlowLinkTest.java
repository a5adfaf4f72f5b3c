package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.testing.Relay;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.TaskRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** 64 MB each way over a link of 5 MB/s, on which a judge of keep-alives has many occasions. */
class SlowLinkTest {

    private static final int BYTES_PER_SECOND = 5_000_000;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LIFETIME = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Body LONG = ExchangeTest.body(ExchangeTest.random(64_000_000));
    private static final Body SMALL = Body.of(new byte[] {1});
    private static final Body GIVE = Body.of(new byte[] {1, 2});

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void longBodies_bothWaysAtOnce_arriveAndHoldUpNothing() throws Exception {
        Path socket = scratch.resolve("s");
        try (Pair pair = new Pair();
                Relay relay = new Relay(socket, pair.socket, BYTES_PER_SECOND)) {
            HostConnection daemon = Pair.await(
                    Pair.dial(new LinkAddress.Unix(socket), Pair.setup(0), new TakesAndGives(), INTERVAL, LIFETIME));
            DaemonLink link = pair.link();
            Mono<Boolean> sent = exchange(pair, link, LONG).map(answer -> answer.length() == SMALL.length());
            Mono<Boolean> taken = exchange(pair, link, GIVE).map(SlowLinkTest::isLong);
            AtomicInteger meanwhile = new AtomicInteger();
            Disposable others = exchange(pair, link, SMALL).repeat().subscribe(answer -> meanwhile.incrementAndGet());
            assertThat(Mono.zip(sent, taken, Boolean::logicalAnd).block(LIMIT)).isTrue();
            others.dispose();

            assertThat(meanwhile).as("short tasks").hasValueGreaterThan(4);
            assertThat(relay.toListener().keepAlives()).as("of the daemon").isGreaterThan(4);
            assertThat(relay.toDialler().keepAlives()).as("of the host").isGreaterThan(4);
            await().atMost(Pair.LIMIT).untilAsserted(() -> {
                assertThat(relay.toListener().keepAliveAnswers())
                        .isEqualTo(relay.toDialler().keepAlives());
                assertThat(relay.toDialler().keepAliveAnswers())
                        .isEqualTo(relay.toListener().keepAlives());
            });
            assertThat(pair.events.closed).isEmpty();
            DaemonSide.close(daemon);
        }
    }

    private static Mono<Body> exchange(Pair pair, DaemonLink link, Body body) {
        return Mono.defer(() -> pair.send(link, body)).flatMap(Reply::body);
    }

    private static boolean isLong(Body body) {
        return Arrays.equals(ExchangeTest.join(body), ExchangeTest.join(LONG));
    }

    /** Answers a long body by a short one, and gives one where that is asked for. */
    private static final class TakesAndGives extends Pair.Echo {

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {
            exchange.body().subscribe(body -> exchange.send(Reply.Kind.VALUE, 0, answerTo(body)), error -> {});
        }

        private static Body answerTo(Body body) {
            if (body.length() == GIVE.length()) {
                return LONG;
            }
            return isLong(body) ? SMALL : body;
        }
    }
}
