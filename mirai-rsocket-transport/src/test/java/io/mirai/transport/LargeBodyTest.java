package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.MiraiTooLarge;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.DaemonLink;
import io.mirai.wire.TaskRequest;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

class LargeBodyTest {

    private static final Body SMALL = Body.of(new byte[] {1});
    private static final Body LARGE = ExchangeTest.body(ExchangeTest.random(40 * Body.CHUNK_BYTES + 5));

    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    /** The daemon should have seen to it; this one does not. */
    @Test
    void replyBody_overTheProfilesLimit_isRefusedLongOrShort() {
        pair.events.maxResultBytes = 10_000;
        pair.dial(new Pair.Echo());
        DaemonLink link = pair.link();
        for (int length : new int[] {10_001, 3_000_000}) {
            Reply reply = Pair.await(pair.send(link, ExchangeTest.body(ExchangeTest.random(length))));
            assertThatThrownBy(() -> Pair.await(reply.body()))
                    .isInstanceOf(MiraiTooLarge.class)
                    .hasMessageContaining(length + " bytes, but maxResultBytes of this profile is 10000");
        }
        Reply reply = Pair.await(pair.send(link, ExchangeTest.body(ExchangeTest.random(10_000))));
        assertThat(Pair.await(reply.body()).length()).isEqualTo(10_000);
    }

    @Test
    void replyBody_cancelledBeforeItBegins_isDroppedByTheDaemon() {
        pair.dial(new Answering(LARGE));
        DaemonLink link = pair.link();
        Reply reply = Pair.await(pair.send(link, SMALL));
        reply.body().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                cancel();
            }
        });
        // A round trip behind the cancel: the daemon has heard it.
        Pair.await(pair.send(link, SMALL));
        assertThatThrownBy(() -> Pair.await(reply.body()))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("no body 1 is kept here");
    }

    @Test
    void replyBody_cancelledInTheMiddle_isDroppedByTheDaemon() {
        pair.dial(new Answering(LARGE));
        DaemonLink link = pair.link();
        Reply reply = Pair.await(pair.send(link, SMALL));
        reply.body().subscribe().dispose();
        Pair.await(pair.send(link, SMALL));
        assertThatThrownBy(() -> Pair.await(reply.body()))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("no body 1 is kept here");
    }

    @Test
    void replyBody_stopOfItsTask_isDroppedAndNotHeardByTheHandler() {
        Answering daemon = new Answering(LARGE);
        pair.dial(daemon);
        DaemonLink link = pair.link();
        Reply reply = Pair.await(pair.send(link, SMALL));
        link.stop(1, true);
        link.stop(99, true);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(daemon.stopped).containsExactly(99L));
        assertThatThrownBy(() -> Pair.await(reply.body())).hasMessageContaining("no body 1 is kept here");
    }

    @Test
    void replyBody_fetchedTwice_isThereOnlyOnce() {
        pair.dial(new Answering(LARGE));
        Reply reply = Pair.await(pair.send(pair.link(), SMALL));
        assertThat(Pair.await(reply.body()).length()).isEqualTo(LARGE.length());
        assertThatThrownBy(() -> Pair.await(reply.body())).hasMessageContaining("no body 1 is kept here");
    }

    @Test
    void replyBody_linkAlreadyEnded_isAnIOException() {
        HostConnection daemon = pair.dial(new Answering(LARGE));
        Reply reply = Pair.await(pair.send(pair.link(), SMALL));
        DaemonSide.close(daemon);
        daemon.onClose().block(Pair.LIMIT);
        await().atMost(Pair.LIMIT).until(() -> !pair.events.closed.isEmpty());
        assertThatThrownBy(() -> Pair.await(reply.body())).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void replyBody_linkEndsMeanwhile_isAnIOException() {
        pair.dial(new Answering(LARGE));
        DaemonLink link = pair.link();
        Reply reply = Pair.await(pair.send(link, SMALL));
        Mono<Body> body = reply.body().doOnSubscribe(subscribed -> link.close());
        assertThatThrownBy(() -> Pair.await(body)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void taskBody_linkEndsMeanwhile_isAnIOExceptionOnTheDaemon() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                pair.link().close();
                exchange.body().subscribe(body -> {}, failure::set);
            }
        });
        DaemonLink link = pair.link();
        pair.events.connected.add(link);
        link.send(pair.task(LARGE), reply -> {});
        await().atMost(Pair.LIMIT).untilAsserted(() -> assertThat(failure.get()).isInstanceOf(IOException.class));
    }

    @Test
    void taskBody_afterTheReply_isGoneFromTheHost() {
        Queue<Mono<Body>> bodies = new ConcurrentLinkedQueue<>();
        pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                bodies.add(exchange.body());
                exchange.send(Reply.Kind.NOT_STARTED, 0, Body.EMPTY);
            }
        });
        DaemonLink link = pair.link();
        Pair.await(pair.send(link, LARGE));
        assertThatThrownBy(() -> Pair.await(bodies.remove()))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("no body 1 is kept here");
        Pair.await(pair.send(link, SMALL));
    }

    @Test
    void largeBodies_severalAtOnce_doNotHoldUpSmallOnes() {
        pair.dial(new Pair.Echo());
        DaemonLink link = pair.link();
        Queue<Body> large = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 4; i++) {
            pair.send(link, LARGE).flatMap(Reply::body).subscribe(large::add);
        }
        Pair.await(pair.send(link, SMALL).flatMap(Reply::body));
        await().atMost(Pair.LIMIT).until(() -> large.size() == 4);
        byte[] expected = ExchangeTest.join(LARGE);
        assertThat(large).allSatisfy(body -> assertThat(ExchangeTest.join(body)).isEqualTo(expected));
    }

    /** Answers every task with the same body. */
    private static final class Answering extends Pair.Echo {

        private final Body answer;

        Answering(Body answer) {
            this.answer = answer;
        }

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {
            exchange.send(Reply.Kind.VALUE, 0, answer);
        }
    }
}
