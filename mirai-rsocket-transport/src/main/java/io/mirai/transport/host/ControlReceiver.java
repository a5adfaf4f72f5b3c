package io.mirai.transport.host;

import io.mirai.wire.ControlEvent;
import io.mirai.wire.ProtocolException;
import io.rsocket.Payload;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * The control stream, on the host. A departure is told at once, and after one the end of the stream says that all is said: the link
 * is ended when each task that was sent has its reply. A line of output counts against the daemon's
 * demand until it was printed, so that a daemon never has more than {@value #DEMAND} lines waiting here; RSocket ends
 * the stream of one that sends more.
 */
final class ControlReceiver extends BaseSubscriber<Payload> {

    /** How many events a daemon may send ahead. */
    static final int DEMAND = 256;

    /** How many are asked for again in one frame. */
    private static final int BATCH = 64;

    private final DaemonLink link;
    private final Admission admission;
    private final AtomicInteger taken = new AtomicInteger();
    private boolean draining;

    ControlReceiver(DaemonLink link, Admission admission) {
        this.link = link;
        this.admission = admission;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(DEMAND);
    }

    @Override
    protected void hookOnNext(Payload payload) {
        ControlEvent event = decode(payload);
        if (event instanceof ControlEvent.Draining departure) {
            draining = true;
            admission.onDraining(link, departure.reason());
            take();
        } else if (event instanceof ControlEvent.Output output) {
            admission.onOutput(link, output.taskId(), output.error(), output.line());
        }
    }

    private static ControlEvent decode(Payload payload) {
        try {
            return ControlEvent.decode(payload.sliceData());
        } finally {
            payload.release();
        }
    }

    @Override
    protected void hookOnComplete() {
        if (draining) {
            link.onAllSaid();
            return;
        }
        link.breakOff(new ProtocolException(Texts.controlEnded()));
    }

    @Override
    protected void hookOnError(Throwable error) {
        link.breakOff(error);
    }

    /** One event was dealt with: the daemon may send another. Any thread. */
    void take() {
        int before = taken.getAndUpdate(count -> count + 1 == BATCH ? 0 : count + 1);
        if (before + 1 == BATCH) {
            request(BATCH);
        }
    }
}
