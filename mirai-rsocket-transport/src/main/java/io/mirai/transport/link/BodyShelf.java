package io.mirai.transport.link;

import io.mirai.spi.Body;
import io.mirai.wire.Protocol;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.exceptions.ApplicationErrorException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The long bodies that one side of a link keeps for the other to fetch, each once. Thread-safe. */
public final class BodyShelf {

    /**
     * A body on the shelf.
     *
     * @param task of which it is one of many
     * @param onGone told that it is not on the shelf any more
     */
    private record Kept(Body body, long task, Runnable onGone) {}

    private static final long NO_TASK = 0;

    /** How many may be fetched at once: each task has one, and what a task looks up has one. */
    public static final int MAX_SERVED = 2 * Protocol.MAX_CAPACITY;

    private volatile Runnable onEmpty = () -> {};
    private final Map<Long, Kept> bodies = new ConcurrentHashMap<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger unfetched = new AtomicInteger(); // on the shelf, or on their way from it
    private final AtomicLong lastId = new AtomicLong();
    private final Outbound outbound;
    private final ByteBufAllocator allocator;

    public BodyShelf(Outbound outbound, ByteBufAllocator allocator) {
        this.outbound = outbound;
        this.allocator = allocator;
    }

    /** An id for a body that is no task's: negative, and new on this link. */
    public long nextId() {
        return lastId.decrementAndGet();
    }

    public void put(long id, Body body) {
        put(id, body, NO_TASK, () -> {});
    }

    /**
     * Keeps one of many that a task has.
     *
     * @param onGone told when it is fetched or dropped; it must not block
     */
    public void put(long id, Body body, long task, Runnable onGone) {
        unfetched.incrementAndGet();
        bodies.put(id, new Kept(body, task, onGone));
    }

    /** Whether there was one. */
    public boolean drop(long id) {
        if (unfetched.get() == 0) {
            return false; // as nearly always: most bodies travel in their messages
        }
        boolean wasThere = take(id) != null;
        if (wasThere) {
            countOut();
        }
        return wasThere;
    }

    /** What a task has beside its reply. */
    public void dropAllOf(long task) {
        bodies.forEach((id, kept) -> {
            if (kept.task == task) {
                drop(id);
            }
        });
    }

    private @Nullable Body take(long id) {
        Kept kept = bodies.remove(id);
        if (kept == null) {
            return null;
        }
        kept.onGone.run();
        return kept.body;
    }

    /** Calls when nothing is kept here and nothing of it is on its way; perhaps more than once. */
    public void whenEmpty(Runnable call) {
        onEmpty = call;
        tellIfEmpty();
    }

    private void countOut() {
        unfetched.decrementAndGet();
        tellIfEmpty();
    }

    private void tellIfEmpty() {
        if (unfetched.get() == 0) {
            onEmpty.run();
        }
    }

    public void clear() {
        bodies.clear();
    }

    /** The body, which is then kept here no more; an error if it is not here. */
    public Flux<Payload> serve(long id) {
        if (served.incrementAndGet() > MAX_SERVED) {
            served.decrementAndGet();
            return Flux.error(new ApplicationErrorException(Texts.tooManyBodies(MAX_SERVED)));
        }
        Body body = take(id);
        if (body == null) {
            served.decrementAndGet();
            return Flux.error(new ApplicationErrorException(Texts.noBody(id)));
        }
        return new BodyFlux(body, outbound, allocator).doFinally(ended -> {
            served.decrementAndGet();
            countOut();
        });
    }
}
