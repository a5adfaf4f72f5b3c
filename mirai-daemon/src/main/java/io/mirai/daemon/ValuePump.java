package io.mirai.daemon;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.ValueSender;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Passes the values of a publisher of the user's on to the host, as many as the host asks for. The worker stays with it until the
 * publisher has ended: it asks on its own thread, where one that emits as it is asked then runs, and where a stop
 * interrupts it. Others emit on threads of their own.
 *
 * <pre>
 *   host ──demand──► worker, woken ──request──► publisher ──onNext──► encoded there ──► host
 * </pre>
 */
final class ValuePump implements Subscriber<Object> {

    /** A value that cannot be carried, and why. */
    static final class UnsentException extends Exception {

        private static final long serialVersionUID = 1;

        final transient Throwable why;

        UnsentException(Throwable why) {
            super(why);
            this.why = why;
        }
    }

    private final Thread worker = Thread.currentThread();
    private final ValueSender values;
    private final Function<Object, Body> encoding;
    private final BooleanSupplier stopped;
    private final AtomicLong allowed = new AtomicLong();

    /** Whether the publisher is asked for one value at a time: for the first, and where they are long. */
    private volatile boolean singly = true;

    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Throwable failure; // written before ended is
    private volatile boolean ended;

    /**
     * For the calling worker.
     *
     * @param encoding makes a value's body
     * @param stopped whether nobody wants the task any more
     */
    ValuePump(ValueSender values, Function<Object, Body> encoding, BooleanSupplier stopped) {
        this.values = values;
        this.encoding = encoding;
        this.stopped = stopped;
    }

    /**
     * Subscribes, and returns when the publisher has completed.
     *
     * @throws Throwable what it failed with; an {@link UnsentException} if a value cannot be carried; an {@link
     *     InterruptedException} if the worker was interrupted
     */
    void pump(Publisher<?> publisher) throws Throwable {
        values.onDemand(this::wake);
        publisher.subscribe(this);
        try {
            while (!ended) {
                if (stopped.getAsBoolean()) {
                    throw new InterruptedException();
                }
                Subscription open = subscription;
                long most = singly ? 1 : Long.MAX_VALUE;
                long more = open == null ? 0 : values.takeDemand(most);
                if (more > 0) {
                    allowed.addAndGet(more);
                    Objects.requireNonNull(open).request(more);
                } else {
                    await();
                }
            }
        } catch (Throwable e) {
            cancel();
            throw e;
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    private void await() throws InterruptedException {
        LockSupport.park(this);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void wake() {
        LockSupport.unpark(worker);
    }

    private void cancel() {
        ended = true;
        Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    // ---- The publisher ----

    @Override
    public void onSubscribe(Subscription fresh) {
        if (subscription != null) {
            fresh.cancel();
            return;
        }
        subscription = fresh;
        wake();
    }

    @Override
    public void onNext(Object value) {
        if (ended) {
            return;
        }
        if (allowed.getAndDecrement() <= 0) {
            breakOff(new IllegalStateException(Texts.moreThanRequested()));
            return;
        }
        boolean waits = singly;
        try {
            Body body = encoding.apply(Objects.requireNonNull(value, Texts.nullValue()));
            singly = !body.isInline();
            values.send(body);
        } catch (Throwable e) {
            breakOff(new UnsentException(e));
        }
        if (waits) {
            wake();
        }
    }

    private void breakOff(Throwable why) {
        Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        onError(why);
    }

    @Override
    public void onError(Throwable thrown) {
        if (!ended) {
            failure = thrown;
            onComplete();
        }
    }

    @Override
    public void onComplete() {
        ended = true;
        wake();
    }
}
