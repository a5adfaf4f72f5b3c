package io.mirai.daemon.task;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.ValueSender;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * Passes the values of a task's publisher on to the host, as many as the host asks for. The worker stays with it until the
 * publisher has ended: it asks on its own thread, where one that emits as it is asked then runs, and where a stop
 * interrupts it. Others emit on threads of their own.
 *
 * <pre>
 *   host ──demand──► worker, woken ──request──► publisher ──onNext──► encoded there ──► host
 * </pre>
 */
final class ValuePump extends ValueSubscriber {

    private final Thread worker = Thread.currentThread();
    private final ValueSender values;
    private final BooleanSupplier stopped;

    /** Whether the publisher is asked for one value at a time: for the first, and where they are long. */
    private volatile boolean singly = true;

    /**
     * For the calling worker.
     *
     * @param encoding makes a value's body
     * @param stopped whether nobody wants the task any more
     */
    ValuePump(ValueSender values, Function<Object, Body> encoding, BooleanSupplier stopped) {
        super(encoding);
        this.values = values;
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
            while (!hasEnded()) {
                if (stopped.getAsBoolean()) {
                    throw new InterruptedException();
                }
                long more = isOpen() ? values.takeDemand(singly ? 1 : Long.MAX_VALUE) : 0;
                if (more > 0) {
                    ask(more);
                } else {
                    await();
                }
            }
        } catch (Throwable e) {
            giveUp();
            throw e;
        }
        Throwable thrown = failure();
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

    @Override
    void onOpen() {
        wake();
    }

    @Override
    void onBody(Body body) {
        boolean waits = singly;
        singly = !body.isInline();
        values.send(body);
        if (waits) {
            wake();
        }
    }

    @Override
    void onEnd() {
        wake();
    }
}
