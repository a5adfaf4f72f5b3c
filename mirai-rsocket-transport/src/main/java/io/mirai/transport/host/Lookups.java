package io.mirai.transport.host;

import io.mirai.spi.Body;
import io.mirai.transport.link.BodyShelf;
import io.mirai.transport.link.Outbound;
import io.mirai.wire.Lookup;
import io.mirai.wire.LookupAnswer;
import io.mirai.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.exceptions.ApplicationErrorException;
import io.rsocket.util.ByteBufPayload;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Answers what one daemon asks for the code of its tasks. The source is asked on a scheduler, as event loops
 * must not read files. Thread-safe.
 */
final class Lookups {

    /** A daemon has no more tasks at once, each of which waits for one class or function at a time. */
    static final int MAX_AT_ONCE = Protocol.MAX_CAPACITY;

    /** How many long answers are kept for the daemon to fetch; classes of that length are rare. */
    static final int MAX_KEPT = 16;

    private final ClassSource source;
    private final ClassBatches batches;
    private final SharedFunctions functions;
    private final Scheduler scheduler;
    private final BodyShelf bodies;
    private final Outbound outbound;
    private final ByteBufAllocator allocator;
    private final AtomicInteger atOnce = new AtomicInteger();
    private final Queue<Long> kept = new ArrayDeque<>(); // guarded by itself

    Lookups(
            ClassSource source,
            SharedFunctions functions,
            Scheduler scheduler,
            BodyShelf bodies,
            Outbound outbound,
            ByteBufAllocator allocator) {
        this.source = source;
        this.batches = new ClassBatches(source);
        this.functions = functions;
        this.scheduler = scheduler;
        this.bodies = bodies;
        this.outbound = outbound;
        this.allocator = allocator;
    }

    /** The answer; one subscriber. */
    Mono<Payload> answer(Lookup lookup) {
        if (atOnce.incrementAndGet() > MAX_AT_ONCE) {
            atOnce.decrementAndGet();
            return Mono.error(new ApplicationErrorException(Texts.tooManyLookups(MAX_AT_ONCE)));
        }
        return whenRoom(lookup)
                .switchIfEmpty(Mono.just(() -> LookupAnswer.encodeNotFound(allocator)))
                // Encoded last: of what is dropped on the way nothing needs to be released.
                .map(found -> ByteBufPayload.create(found.get()));
    }

    /**
     * Begins when there is room for an answer, and keeps that room until the answer is on its way. A daemon that cancels
     * has not got rid of what waits here or is under way: it counts until it has ended.
     */
    private Mono<Supplier<ByteBuf>> whenRoom(Lookup lookup) {
        return Mono.create(answer -> {
            AtomicBoolean unwanted = new AtomicBoolean();
            answer.onCancel(() -> unwanted.set(true));
            outbound.whenRoom(() -> {
                if (unwanted.get()) {
                    atOnce.decrementAndGet();
                    return;
                }
                outbound.take(Body.CHUNK_BYTES);
                answer.onDispose(() -> outbound.giveBack(Body.CHUNK_BYTES));
                Mono.fromCallable(() -> find(lookup))
                        .subscribeOn(scheduler)
                        .doFinally(ended -> atOnce.decrementAndGet())
                        .subscribe(answer::success, answer::error, answer::success);
            });
        });
    }

    /** What makes the message, if there is what is asked for. */
    private @Nullable Supplier<ByteBuf> find(Lookup lookup) throws IOException {
        if (lookup instanceof Lookup.Function function) {
            SharedFunctions.Kept found = functions.find(function.id());
            return found == null ? null : () -> LookupAnswer.encode(allocator, found.bodyId(), found.body());
        }
        byte[] found = code(lookup);
        if (found == null) {
            return null;
        }
        return Lookup.hash(found).equals(lookup.known())
                ? () -> LookupAnswer.encodeKnown(allocator)
                : () -> encode(found);
    }

    private byte @Nullable [] code(Lookup lookup) throws IOException {
        if (lookup instanceof Lookup.Shape shape) {
            return source.shape(shape.number());
        }
        if (lookup instanceof Lookup.ClassFile type) {
            return source.classFile(type.name());
        }
        if (lookup instanceof Lookup.Classes types) {
            return batches.answer(types.name());
        }
        return lookup instanceof Lookup.Services services
                ? source.services(services.name())
                : source.resources(((Lookup.Resources) lookup).name());
    }

    private ByteBuf encode(byte[] bytes) {
        Body body = body(bytes);
        return LookupAnswer.encode(allocator, keep(body), body);
    }

    /** Keeps a long body to be fetched; it replaces the oldest if there are many. */
    private long keep(Body body) {
        long id = bodies.nextId();
        if (!body.isInline()) {
            bodies.put(id, body);
            synchronized (kept) {
                kept.add(id);
                if (kept.size() > MAX_KEPT) {
                    bodies.drop(kept.remove());
                }
            }
        }
        return id;
    }

    private static Body body(byte[] bytes) {
        if (bytes.length <= Body.CHUNK_BYTES) {
            return Body.of(bytes);
        }
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += Body.CHUNK_BYTES) {
            chunks.add(Arrays.copyOfRange(bytes, from, Math.min(from + Body.CHUNK_BYTES, bytes.length)));
        }
        return new Body(chunks, bytes.length);
    }
}
