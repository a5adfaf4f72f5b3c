package io.mirai.map;

import io.mirai.Outcome;
import io.mirai.dispatch.Admission;
import io.mirai.dispatch.AdmissionWaiter.Admitted;
import io.mirai.dispatch.TaskLabel;
import io.mirai.drain.PoolLoop;
import io.mirai.promise.DrainSubscription;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.Work;
import io.mirai.task.CallSite;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submission;
import io.mirai.task.Turn;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The lazy form of a map: cold, over any publisher. It asks that for nothing before the subscriber asks. Then as many elements as
 * the sum of capacities and the prefetch are under way or wait to be delivered.
 *
 * <pre>
 *   upstream ──onNext──► window: a promise for each element ──resolved, and asked for──► subscriber
 *       ▲                                                                                  │
 *       └──────────────────────── request: one more for each delivered ────────────────────┘
 * </pre>
 */
final class FluxLazyMap<A, R> extends Flux<R> implements Scannable {

    private final Flux<? extends A> source;
    private final ProfileParts profile;
    private final MapSpec spec;
    private final Supplier<SharedFunction> sharing;
    private final LongFunction<TaskLabel> labels;
    private final CallSite callSite = new CallSite();

    /**
     * Makes a map that each subscription begins.
     *
     * @param sharing encodes the function
     * @param labels makes the label of an element's task
     */
    FluxLazyMap(
            Flux<? extends A> source,
            ProfileParts profile,
            MapSpec spec,
            Supplier<SharedFunction> sharing,
            LongFunction<TaskLabel> labels) {
        this.source = source;
        this.profile = profile;
        this.spec = spec;
        this.sharing = sharing;
        this.labels = labels;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        SharedFunction function;
        try {
            function = sharing.get();
        } catch (Throwable e) { // it cannot be carried, or the profile is closed
            Operators.error(actual, e);
            return;
        }
        source.subscribe(new LazyMapInner<>(actual, this, function));
    }

    private Submission<R> submission(SharedFunction function, long index) {
        return new Submission<>(
                profile, labels.apply(index), Work.apply(function), spec.task().limits(), null, callSite);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return source;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    /** Passes the elements of the source to the daemons, and their results to one subscriber. */
    private static final class LazyMapInner<A, R> extends DrainSubscription<R> implements CoreSubscriber<A> {

        private record Arrival<A, R>(Submission<R> submission, A element) {}

        private final FluxLazyMap<A, R> map;
        private final SharedFunction function;

        /** The promises in the order of delivery: of arrival, or of completion where order does not matter. */
        private final Queue<Promise<R>> window = new ConcurrentLinkedQueue<>();

        private final Set<Promise<R>> underWay = ConcurrentHashMap.newKeySet();
        private final Queue<Arrival<A, R>> arrived = new ConcurrentLinkedQueue<>();
        private final PoolLoop encoding;

        /** The turn at the gate for the first element that arrived; null if none waits there. */
        private volatile @Nullable ElementTurn turn;

        private @Nullable Subscription upstream; // set before the subscriber hears of this
        private volatile long received;
        private volatile boolean done;
        private @Nullable Throwable error; // written before done is

        // Only the drain touches these.
        private long asked;
        private long delivered;

        LazyMapInner(CoreSubscriber<? super R> actual, FluxLazyMap<A, R> map, SharedFunction function) {
            super(actual, map.profile.publisher());
            this.map = map;
            this.function = function;
            this.encoding = new PoolLoop(map.profile.codecPool(), this::encode, this::cannotEncode);
        }

        // ---- The source ----

        @Override
        public void onSubscribe(Subscription subscription) {
            if (Operators.validate(upstream, subscription)) {
                upstream = subscription;
                actual().onSubscribe(this);
            }
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // signals come one after the other
        public void onNext(A element) {
            if (done || isFinished()) {
                Operators.onNextDropped(element, currentContext());
                return;
            }
            Submission<R> submission = map.submission(function, received);
            Promise<R> promise = submission.promise();
            underWay.add(promise);
            if (isFinished()) {
                // T1: isFinished() is false · · · underWay.add   isFinished() is true
                // T2:                      finishes, stops those under way, forgets the function
                promise.stop();
                return;
            }
            if (!map.spec.unordered()) {
                window.add(promise);
            }
            received++;
            promise.whenResolved(() -> onResolved(promise));
            submission.announce();
            arrived.add(new Arrival<>(submission, element));
            encoding.resume();
        }

        @Override
        public void onError(Throwable failure) {
            if (done || isFinished()) {
                Operators.onErrorDropped(failure, currentContext());
                return;
            }
            error = failure;
            onComplete();
        }

        @Override
        public void onComplete() {
            done = true;
            signal();
        }

        @Override
        public Context currentContext() {
            return actual().currentContext();
        }

        /** Encodes the elements in order, so that they are sent in order, on a thread where user code may block. */
        private void encode() {
            while (turn == null) { // first: it ends after its element has left
                Arrival<A, R> next = arrived.peek();
                if (next == null) {
                    return;
                }
                if (next.submission.isResolved() || trySubmit(next)) {
                    arrived.remove();
                } else {
                    awaitTurn(next);
                }
            }
        }

        /** Submits an element; returns false if there is no room in the queue. */
        private boolean trySubmit(Arrival<A, R> next) {
            Admission gate = map.profile.dispatcher().admission();
            if (!gate.hasRoom()) {
                return false;
            }
            Body body;
            try {
                body = encode(next);
            } catch (Throwable e) { // encoding runs user code
                next.submission.cannotEncode(e);
                return true;
            }
            boolean passes = gate.tryPass(body.length());
            if (passes) {
                gate.orGiveBack(body.length(), () -> next.submission.submitLate(body));
            }
            return passes;
        }

        private Body encode(Arrival<A, R> next) {
            return map.profile.codec().encodeElement(next.element);
        }

        /** Puts the first element into the line at the gate, for all of them; they wait without bodies. */
        private void awaitTurn(Arrival<A, R> next) {
            ElementTurn waiting = new ElementTurn(next);
            turn = waiting;
            waiting.begin();
            if (isFinished()) {
                // T1: isFinished() is false · · · turn = waiting · · · · isFinished() is true
                // T2:                            finishes, finds no turn
                waiting.leave();
            }
        }

        private final class ElementTurn extends Turn {

            private final Arrival<A, R> arrival;

            ElementTurn(Arrival<A, R> arrival) {
                super(map.profile, () -> encode(arrival));
                this.arrival = arrival;
            }

            @Override
            protected Admitted admitted(Body encoded) {
                next();
                return new Admitted(arrival.submission.ticket(), encoded);
            }

            @Override
            protected void onFailed(Throwable why) {
                arrival.submission.cannotEncode(why);
            }

            @Override
            protected void onLeft() {
                next();
            }

            /** Leaves the failing to the close, which knows what is announced. */
            @Override
            protected void onClosed(String reason) {
                next();
            }

            private void next() {
                arrived.remove();
                turn = null;
                encoding.resume();
            }
        }

        private void cannotEncode(Throwable why) {
            if (turn != null) {
                return; // the first element waits at the gate, and goes on from there
            }
            for (Arrival<A, R> next = arrived.poll(); next != null; next = arrived.poll()) {
                next.submission.cannotEncode(why);
            }
        }

        private void onResolved(Promise<R> promise) {
            underWay.remove(promise);
            if (map.spec.unordered()) {
                window.add(promise);
            }
            signal();
        }

        // ---- The drain ----

        @Override
        protected boolean peek() {
            while (next() instanceof Outcome.Value<R> value) {
                if (value.value() != null) {
                    return true;
                }
                if (requested() == 0 && !done) {
                    return false; // leaving the null out would ask for another element
                }
                window.remove();
                delivered++;
            }
            return false;
        }

        private Outcome<R> next() {
            Promise<R> head = window.peek();
            return head == null ? new Outcome.Unresolved<>() : head.data();
        }

        @Override
        protected R take() {
            delivered++;
            return Objects.requireNonNull(((Outcome.Value<R>) window.remove().data()).value());
        }

        @Override
        protected boolean isOver() {
            return next() instanceof Outcome.Failure<R> || (done && delivered == received);
        }

        @Override
        protected @Nullable Throwable failure() {
            return next() instanceof Outcome.Failure<R> failure ? failure.error() : error;
        }

        /** Fills the window, which stays empty until the subscriber asks for the first time. */
        @Override
        protected void askForMore() {
            if (asked > 0 || requested() > 0) {
                int window = map.spec.window(map.profile.dispatcher().capacity());
                long more = window - (asked - delivered);
                if (more > 0) {
                    asked += more;
                    Objects.requireNonNull(upstream).request(more);
                }
            }
        }

        @Override
        protected void onEnd() {
            if (!done) {
                Objects.requireNonNull(upstream).cancel();
            }
            release();
        }

        @Override
        protected void onCancel() {
            Objects.requireNonNull(upstream).cancel();
            release();
        }

        /** Stops what is still under way, since nobody wants it. */
        private void release() {
            underWay.forEach(Promise::stop);
            ElementTurn waiting = turn;
            if (waiting != null) {
                waiting.leave();
            }
            map.profile.dispatcher().forget(function);
        }

        @Override
        @SuppressWarnings("rawtypes") // as Scannable declares it
        public @Nullable Object scanUnsafe(Attr key) {
            if (key == Attr.PARENT) {
                return upstream;
            }
            return key == Attr.BUFFERED ? (int) (received - delivered) : super.scanUnsafe(key);
        }
    }
}
