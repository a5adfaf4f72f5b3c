package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.DaemonLink;
import io.mirai.wire.TaskRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Tag("jdk")
class ExchangeTest {

    private @Nullable Pair open;

    private Pair over(Pair.Over over) {
        Pair pair = new Pair(over, Pair.NO_CLASSES);
        open = pair;
        return pair;
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_bodyOfAnyLength_comesBackExactly(Pair.Over over) {
        Pair pair = over(over);
        pair.dial(new Pair.Echo());
        DaemonLink link = pair.link();
        for (int length : new int[] {0, 1, 65_536, 262_144, 262_145, 524_288, 5_000_000}) {
            send(pair, link, length);
        }
    }

    private static void send(Pair pair, DaemonLink link, int length) {
        byte[] bytes = random(length);
        Reply reply = Pair.await(pair.send(link, body(bytes)));
        assertThat(reply.kind()).isEqualTo(Reply.Kind.VALUE);
        Body echoed = Pair.await(reply.body());
        assertThat(echoed.length()).isEqualTo(length);
        assertThat(join(echoed)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void send_twoThousandAtOnce_eachGetsItsOwnReply(Pair.Over over) {
        Pair pair = over(over);
        Queue<Runnable> held = new ConcurrentLinkedQueue<>();
        pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                held.add(() -> super.onTask(task, exchange));
            }
        });
        DaemonLink link = pair.link();
        Mono<List<byte[]>> replies = Flux.range(0, 2_000)
                .flatMapSequential(
                        i -> pair.send(link, Body.of(two(i)))
                                .flatMap(Reply::body)
                                .map(ExchangeTest::join),
                        2_000)
                .collectList()
                .cache();
        replies.subscribe();
        await().atMost(Pair.LIMIT).until(() -> held.size() == 2_000);
        held.forEach(Runnable::run);
        List<byte[]> got = Pair.await(replies);
        for (int i = 0; i < 2_000; i++) {
            assertThat(got.get(i)).isEqualTo(two(i));
        }
    }

    private static byte[] two(int i) {
        return new byte[] {(byte) i, (byte) (i >> 8)};
    }

    static Body body(byte[] bytes) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += Body.CHUNK_BYTES) {
            chunks.add(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Body.CHUNK_BYTES)));
        }
        return new Body(List.copyOf(chunks), bytes.length);
    }

    static byte[] join(Body body) {
        byte[] bytes = new byte[(int) body.length()];
        int at = 0;
        for (byte[] chunk : body.chunks()) {
            System.arraycopy(chunk, 0, bytes, at, chunk.length);
            at += chunk.length;
        }
        return bytes;
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
