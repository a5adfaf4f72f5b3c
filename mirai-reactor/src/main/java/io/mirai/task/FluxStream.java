package io.mirai.task;

import io.mirai.MiraiException;
import io.mirai.Outcome;
import io.mirai.Task;
import io.mirai.dispatch.AdmissionWaiter.Admitted;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskObserver;
import io.mirai.drain.PoolLoop;
import io.mirai.promise.DrainSubscription;
import io.mirai.spi.Body;
import io.mirai.spi.ValueSource;
import io.mirai.spi.Work;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The many values of one task: cold, each subscription submits the task. The code on the daemon is asked for as many values as the
 * subscriber has requested, and never for more; of a large request at most {@value #AHEAD} values are under way.
 *
 * <pre>
 *   daemon ──values──► arrived ──codec's pool──► ready ──asked for──► subscriber
 *      ▲                                                                  │
 *      └────────────── request: as many as it wants, and has not had ─────┘
 * </pre>
 *
 * <p>The end of the task itself is a promise without a value. The stream ends with it after the last value.
 */
final class FluxStream<T> extends Flux<T> implements Scannable {

    /** How many values may be under way: enough to hide a round trip between short ones. */
    static final int AHEAD = 32;

    /** The bytes that may wait to be delivered while more values are fetched. */
    private static final long MAX_READY_BYTES = AHEAD * (long) Body.CHUNK_BYTES;

    private final ProfileParts profile;
    private final Task<Publisher<? extends T>> task;
    private final TaskSpec spec;
    private final Supplier<TaskLabel> labels;
    private final CallSite callSite = new CallSite();

    FluxStream(ProfileParts profile, Task<Publisher<? extends T>> task, TaskSpec spec, Supplier<TaskLabel> labels) {
        this.profile = profile;
        this.task = task;
        this.spec = spec;
        this.labels = labels;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        AdmittedSubscription.<T>subscribe(
                actual, profile, () -> profile.codec().encodeTask(task, spec.values()), (subscriber, body) -> {
                    StreamInner<T> inner = new StreamInner<>(subscriber, profile, labels.get(), spec, callSite);
                    subscriber.onSubscribe(inner);
                    inner.begin();
                    return new Admitted(inner.submission.ticket(), body);
                });
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    /** Serves one subscriber. The dispatcher's and the link's threads bring news, the codec's pool reads, the drain delivers. */
    private static final class StreamInner<T> extends DrainSubscription<T> implements TaskObserver {

        private sealed interface Ready permits Value, Broken {}

        private record Value(Object value, long bytes) implements Ready {}

        /**
         * A value that cannot be delivered: the stream ends there.
         *
         * @param error says why
         * @param isLost whether it was lost on the way, and not refused: then the task's own failure tells more
         */
        private record Broken(MiraiException error, boolean isLost) implements Ready {}

        private static final Object ON_ITS_WAY = new Object();

        private final ProfileParts profile;
        private final long taskId;
        private final TaskErrors errors;
        private final Submission<@Nullable Void> submission;
        private final Disposable.Swap atClose = Disposables.swap();

        // A value goes from the first of these to the last; code that asks whether there is one looks in that order.
        private final Queue<Mono<Body>> arrived = new ConcurrentLinkedQueue<>();
        private volatile @Nullable Object next; // ON_ITS_WAY, its Body, or the Throwable that kept it away
        private final Queue<Ready> ready = new ConcurrentLinkedQueue<>();
        private final AtomicLong readyBytes = new AtomicLong();

        private final PoolLoop reading;
        private volatile Disposable fetch = Disposables.disposed();
        private volatile boolean released;
        private volatile boolean profileEnded;
        private volatile @Nullable ValueSource sentOver;

        private volatile Values values = new Values();

        // Only the drain touches these.
        private @Nullable ValueSource subscribedOver;
        private long asked;
        private long delivered;

        StreamInner(
                CoreSubscriber<? super T> actual,
                ProfileParts profile,
                TaskLabel label,
                TaskSpec spec,
                CallSite callSite) {
            super(actual, profile.publisher());
            this.profile = profile;
            this.taskId = label.id();
            this.errors = new TaskErrors(label, callSite, profile.dispatcher());
            this.reading = new PoolLoop(profile.codecPool(), this::read, this::breakOff);
            this.submission = new Submission<>(profile, label, Work.STREAM, spec.limits(), null, callSite, this);
        }

        /** Watches the task, which is about to be queued. */
        void begin() {
            submission.promise().whenResolved(this::signal);
            // The codec's pool ends with the profile, and nothing is read any more.
            atClose.update(profile.dispatcher().ended().onErrorComplete().subscribe(nothing -> {}, e -> {}, () -> {
                profileEnded = true;
                signal();
            }));
            if (released) {
                atClose.dispose();
            }
        }

        /** Takes the values from a new source, for the first time, or again if the task had not begun on the last daemon. */
        @Override
        public void onSent(ValueSource source) {
            sentOver = source;
            signal();
        }

        // ---- Reading, on the codec's pool ----

        private void read() {
            while (readNext()) {
                signal();
            }
        }

        /** Reads or fetches the next value; returns false if there is nothing to do now. */
        private boolean readNext() {
            Object current = next;
            if (released || current == ON_ITS_WAY) {
                return false;
            }
            if (current != null) {
                ready.add(current instanceof Body body ? decode(body) : broken((Throwable) current));
                next = null;
                return true;
            }
            if (arrived.isEmpty() || readyBytes.get() >= MAX_READY_BYTES) { // else ON_ITS_WAY would seem a value
                return false;
            }
            next = ON_ITS_WAY;
            Mono<Body> body = arrived.poll();
            if (body == null) { // given up meanwhile
                return false;
            }
            fetch = body.subscribe(this::onFetched, this::onFetched);
            if (released) {
                fetch.dispose();
            }
            return true;
        }

        private void onFetched(Object bodyOrError) {
            next = bodyOrError;
            reading.resume();
        }

        private Ready decode(Body body) {
            try {
                Object value = Objects.requireNonNull(
                        profile.codecFor(Objects.requireNonNull(sentOver)).decodeValue(body));
                readyBytes.addAndGet(body.length());
                return new Value(value, body.length());
            } catch (Throwable e) { // reading may run user code
                return new Broken(errors.located(errors.notRead(e, daemon())), false);
            }
        }

        private Broken broken(Throwable why) {
            MiraiException error =
                    errors.notArrived(why, daemon(), submission.ticket().attempts());
            return new Broken(errors.located(error), !(why instanceof MiraiException));
        }

        private void breakOff(Throwable why) {
            ready.add(broken(why));
            signal();
        }

        private int daemon() {
            ValueSource link = sentOver;
            return link == null ? -1 : link.slot();
        }

        // ---- The drain ----

        @Override
        protected boolean peek() {
            return ready.peek() instanceof Value;
        }

        @Override
        @SuppressWarnings("unchecked") // the daemon ran a TaskStream<T>
        protected T take() {
            Value next = (Value) ready.remove();
            delivered++;
            if (readyBytes.getAndAdd(-next.bytes()) >= MAX_READY_BYTES) {
                reading.resume();
            }
            return (T) next.value();
        }

        @Override
        protected boolean isOver() {
            boolean ended = !submission.promise().unresolved(); // first: no value comes after it
            boolean unread = isUnread();
            return ready.peek() instanceof Broken broken
                    ? ended || !broken.isLost()
                    : ended && ready.isEmpty() && (!unread || profileEnded);
        }

        private boolean isUnread() {
            return !arrived.isEmpty() || next != null;
        }

        @Override
        protected @Nullable Throwable failure() {
            Broken broken = (Broken) ready.peek();
            if (broken != null && !broken.isLost()) {
                return broken.error();
            }
            if (submission.promise().data() instanceof Outcome.Failure<?> failure) {
                return failure.error();
            }
            if (broken != null) {
                return broken.error();
            }
            return isUnread() ? broken(new CancellationException()).error() : null;
        }

        @Override
        protected void askForMore() {
            ValueSource link = sentOver;
            if (link == null) {
                return;
            }
            if (link != subscribedOver) {
                subscribedOver = link;
                asked = delivered;
                values = new Values();
                link.values(taskId).subscribe(values);
                if (released) {
                    // T1: values = … · · · · · · · · · · · ·   released is true
                    // T2:             released = true, disposes of what it finds there
                    values.dispose();
                }
            }
            long wanted = Math.min(requested(), AHEAD) - (asked - delivered);
            // Where the subscriber wants more than may be under way, several are asked for at once.
            if (wanted > 0 && (requested() < AHEAD || wanted >= AHEAD / 4)) {
                asked += wanted;
                values.request(wanted);
            }
        }

        @Override
        protected void onEnd() {
            release();
        }

        @Override
        protected void onCancel() {
            release();
        }

        /** Stops the task and drops the values that the daemon keeps, since nobody wants what is still to come. */
        private void release() {
            released = true;
            atClose.dispose();
            submission.promise().stop();
            values.dispose();
            fetch.dispose();
            giveUpArrived();
        }

        private void giveUpArrived() {
            for (Mono<Body> body = arrived.poll(); body != null; body = arrived.poll()) {
                body.subscribe(nothing -> {}, alreadyGone -> {}).dispose();
            }
        }

        /** Takes the values that come over one link. */
        private final class Values extends BaseSubscriber<Mono<Body>> {

            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // The drain requests.
            }

            @Override
            protected void hookOnNext(Mono<Body> value) {
                arrived.add(value);
                if (released) {
                    giveUpArrived();
                }
                reading.resume();
            }

            @Override
            protected void hookOnError(Throwable error) {
                // The task's own failure tells.
            }
        }
    }
}
