package io.mirai.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Body;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.rsocket.Payload;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** What a peer that asks for everything gets while nothing leaves. */
class BodyFluxTest {

    private static final int CHUNKS = 40;
    private static final int ROOM = (int) (Outbound.ROOM_BYTES / Body.CHUNK_BYTES);

    private final Outbound outbound = Outbound.ofHost(() -> {});
    private final Receiver receiver = new Receiver();

    BodyFluxTest() {
        new BodyFlux(
                        new Body(
                                Collections.nCopies(CHUNKS, new byte[Body.CHUNK_BYTES]),
                                (long) CHUNKS * Body.CHUNK_BYTES),
                        outbound,
                        UnpooledByteBufAllocator.DEFAULT)
                .subscribe(receiver);
    }

    @Test
    void requestOfAll_nothingLeaves_stopsWhenTheRoomIsTaken() {
        receiver.request(Long.MAX_VALUE);
        assertThat(receiver.received).isEqualTo(ROOM);
    }

    @Test
    void requestOfAll_someLeaves_goesOnUntilAllHasCome() {
        receiver.request(Long.MAX_VALUE);
        for (int left = 1; left < CHUNKS; left++) {
            outbound.giveBack(Body.CHUNK_BYTES);
            assertThat(receiver.received).isEqualTo(Math.min(ROOM + left, CHUNKS));
        }
        assertThat(receiver.complete).isTrue();
    }

    @Test
    void requestOfFew_bringsThoseOnly() {
        receiver.request(2);
        receiver.request(1);
        assertThat(receiver.received).isEqualTo(3);
        assertThat(receiver.complete).isFalse();
    }

    @Test
    void cancel_whileItWaitsForRoom_endsIt() {
        receiver.request(Long.MAX_VALUE);
        receiver.cancel();
        outbound.giveBack(Body.CHUNK_BYTES);
        assertThat(receiver.received).isEqualTo(ROOM);
    }

    @Test
    void whenRoom_ofTwo_servesBothInTurn() {
        receiver.request(Long.MAX_VALUE);
        AtomicBoolean other = new AtomicBoolean();
        outbound.whenRoom(() -> other.set(true));
        outbound.giveBack(Body.CHUNK_BYTES);
        assertThat(other).isFalse();
        outbound.giveBack(Body.CHUNK_BYTES);
        assertThat(other).isTrue();
    }

    private final class Receiver extends BaseSubscriber<Payload> {

        private int received;
        private boolean complete;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(Payload chunk) {
            received++;
            chunk.release();
            outbound.take(Body.CHUNK_BYTES);
        }

        @Override
        protected void hookOnComplete() {
            complete = true;
        }
    }
}
