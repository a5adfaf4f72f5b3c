package io.mirai.transport;

import io.mirai.MiraiTooLarge;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.RSocket;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Brings the bodies of replies to the host, if they are not too long: the declared length is held against the
 * profile's limit and the free heap before anything is allocated. What is refused fails its task only.
 */
final class ResultFetch {

    private final RSocket requester;
    private final ByteBufAllocator allocator;
    private final long maxResultBytes;
    private final HeapRoom heap;
    private final Scheduler scheduler;
    private final LongConsumer giveUp;

    /**
     * For one link.
     *
     * @param scheduler where to wait for a collection
     * @param giveUp tells the daemon that nobody wants the body of that task
     */
    ResultFetch(
            RSocket requester,
            ByteBufAllocator allocator,
            long maxResultBytes,
            HeapRoom heap,
            Scheduler scheduler,
            LongConsumer giveUp) {
        this.requester = requester;
        this.allocator = allocator;
        this.maxResultBytes = maxResultBytes;
        this.heap = heap;
        this.scheduler = scheduler;
        this.giveUp = giveUp;
    }

    /** The body of a reply; what it says of a failure is not bound by the limit for results. */
    Mono<Body> of(long taskId, Reply.Kind kind, long length, @Nullable Body inline) {
        if (length > Body.MAX_BYTES) {
            return refuse(taskId, null, Texts.bodyTooLarge(taskId, length));
        }
        if (kind == Reply.Kind.VALUE && length > maxResultBytes) {
            return refuse(taskId, inline, Texts.resultTooLarge(taskId, length, maxResultBytes));
        }
        if (inline != null) {
            return Mono.just(inline);
        }
        return Mono.defer(() -> {
            HeapRoom.Place place = heap.tryTake(length);
            return place != null ? fetch(taskId, length, place) : lookClosely(taskId, length);
        });
    }

    private Mono<Body> lookClosely(long taskId, long length) {
        long refused = System.nanoTime();
        return Mono.delay(heap.untilNextLook())
                .publishOn(scheduler)
                .doOnNext(elapsed -> heap.lookClosely(refused))
                .then(Mono.defer(() -> {
                    HeapRoom.Place place = heap.tryTake(length);
                    return place != null
                            ? fetch(taskId, length, place)
                            : refuse(taskId, null, Texts.noRoom(taskId, length, heap.longest()));
                }))
                .doOnCancel(() -> giveUp.accept(taskId));
    }

    private Mono<Body> fetch(long taskId, long length, HeapRoom.Place place) {
        return BodyFetch.of(requester, allocator, taskId, length, () -> giveUp.accept(taskId), place::fill)
                .doOnNext(place::keepFor)
                .doFinally(ended -> place.end());
    }

    private Mono<Body> refuse(long taskId, @Nullable Body inline, String reason) {
        return Mono.defer(() -> {
            if (inline == null) {
                giveUp.accept(taskId);
            }
            return Mono.error(new MiraiTooLarge(reason));
        });
    }
}
