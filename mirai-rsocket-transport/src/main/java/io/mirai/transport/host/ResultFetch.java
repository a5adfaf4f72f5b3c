package io.mirai.transport.host;

import io.mirai.MiraiTooLarge;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Reply;
import io.mirai.transport.link.BodyFetch;
import io.mirai.wire.TaskReply;
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
    private final BodyGathering gathering;
    private final LongConsumer giveUp;

    /**
     * For one link.
     *
     * @param scheduler where to wait for a collection
     * @param giveUp tells the daemon that nobody wants the body with this id
     */
    ResultFetch(
            RSocket requester,
            ByteBufAllocator allocator,
            long maxResultBytes,
            HeapRoom heap,
            Scheduler scheduler,
            BodyGathering gathering,
            LongConsumer giveUp) {
        this.requester = requester;
        this.allocator = allocator;
        this.maxResultBytes = maxResultBytes;
        this.heap = heap;
        this.scheduler = scheduler;
        this.gathering = gathering;
        this.giveUp = giveUp;
    }

    /** The reply with its body; what that says of a failure is not bound by the limit for results. */
    Reply ofReply(long taskId, TaskReply reply) {
        long limit = reply.kind() == Reply.Kind.VALUE ? maxResultBytes : Long.MAX_VALUE;
        Body inline = reply.inline();
        if (inline != null && reply.length() <= limit) {
            return new Reply(reply.kind(), reply.micros(), inline);
        }
        One body = new One(taskId, Texts.task(taskId), reply.length(), inline);
        return new Reply(reply.kind(), reply.micros(), body.get(limit, Texts.resultOf(taskId)));
    }

    /** The body of a value that a task streams. */
    Mono<Body> ofItem(long taskId, long bodyId, long length, @Nullable Body inline) {
        String value = Texts.valueOf(taskId);
        return new One(bodyId, value, length, inline).get(maxResultBytes, value);
    }

    /** One body, and whose it is. */
    private final class One {

        private final long id;
        private final String owner;
        private final long length;
        private final @Nullable Body inline;

        One(long id, String owner, long length, @Nullable Body inline) {
            this.id = id;
            this.owner = owner;
            this.length = length;
            this.inline = inline;
        }

        Mono<Body> get(long limit, String result) {
            if (length > Body.MAX_BYTES) {
                return refuse(BodyFetch.tooLarge(owner, length));
            }
            if (length > limit) {
                return refuse(new MiraiTooLarge(Texts.resultTooLarge(result, length, limit)));
            }
            if (inline != null) {
                return Mono.just(inline);
            }
            return Mono.defer(() -> {
                HeapRoom.Share share = heap.tryTake(length);
                return share != null ? fetch(share) : lookClosely();
            });
        }

        private Mono<Body> lookClosely() {
            long refused = System.nanoTime();
            return Mono.delay(heap.untilNextLook())
                    .publishOn(scheduler)
                    .doOnNext(elapsed -> heap.lookClosely(refused))
                    .then(Mono.defer(() -> {
                        HeapRoom.Share share = heap.tryTake(length);
                        return share != null ? fetch(share) : refuse(noRoom());
                    }))
                    .doOnCancel(this::giveUp);
        }

        private Mono<Body> fetch(HeapRoom.Share share) {
            return BodyFetch.of(requester, allocator, id, owner, length, gathering, this::giveUp, share::fill)
                    .doOnNext(share::keepFor)
                    .onErrorMap(error -> error.getCause() instanceof OutOfMemoryError, error -> noRoom())
                    .doFinally(ended -> share.end());
        }

        private MiraiTooLarge noRoom() {
            return new MiraiTooLarge(Texts.noRoom(owner, length, heap.longest()));
        }

        private Mono<Body> refuse(MiraiTooLarge reason) {
            return Mono.defer(() -> {
                if (inline == null) {
                    giveUp();
                }
                return Mono.error(reason);
            });
        }

        private void giveUp() {
            giveUp.accept(id);
        }
    }
}
