package io.mirai.task;

import io.mirai.dispatch.Admission;
import io.mirai.dispatch.AdmissionWaiter.Admitted;
import io.mirai.spi.Body;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Starts a task for each subscription: at once if there is room in the queue, otherwise when the subscription has had its turn at
 * the gate.
 *
 * <pre>
 *   room ─────────────────────────────────────────────► starts: the subscriber hears what the task brings
 *   no room ──► this subscription waits ──its turn──► starts
 *                       └── cancel: it leaves the line, and nothing was submitted
 * </pre>
 */
final class AdmittedSubscription<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {

    /** Starts the task. */
    @FunctionalInterface
    interface Starting<T> {

        /** Subscribes to the outcome of a task that is queued next. The drain loop may call this. */
        Admitted start(CoreSubscriber<? super T> subscriber, Body body);
    }

    private final CoreSubscriber<? super T> actual;
    private final ProfileParts profile;
    private final Starting<T> starting;
    private final Turn turn;
    private final AtomicBoolean failed = new AtomicBoolean(); // a close and a failure of its own may meet

    private AdmittedSubscription(
            CoreSubscriber<? super T> actual, ProfileParts profile, Supplier<Body> encoding, Starting<T> starting) {
        this.actual = actual;
        this.profile = profile;
        this.starting = starting;
        this.turn = new GateTurn(profile, encoding);
    }

    /**
     * Starts the task, or waits for room.
     *
     * @param encoding makes the body of the task; may run user code
     */
    static <T> void subscribe(
            CoreSubscriber<? super T> actual, ProfileParts profile, Supplier<Body> encoding, Starting<T> starting) {
        Admission gate = profile.dispatcher().admission();
        @Nullable Body body = null;
        try {
            profile.dispatcher().requireOpen();
            if (gate.hasRoom()) {
                body = encoding.get();
            }
        } catch (Throwable e) { // it cannot be carried, or the profile is closed
            Operators.error(actual, e);
            return;
        }
        if (body != null && gate.tryPass(body.length())) {
            start(actual, profile, body, starting);
            return;
        }
        AdmittedSubscription<T> waiting = new AdmittedSubscription<>(actual, profile, encoding, starting);
        actual.onSubscribe(waiting);
        waiting.turn.begin();
        if (waiting.isCancelled()) { // a cancel inside onSubscribe found it outside of the line
            waiting.turn.leave();
        }
    }

    private static <T> void start(
            CoreSubscriber<? super T> actual, ProfileParts profile, Body body, Starting<T> starting) {
        profile.dispatcher().admission().orGiveBack(body.length(), () -> {
            Admitted admitted = starting.start(actual, body);
            admitted.ticket().markAdmitted(body.length());
            profile.dispatcher().submitLate(admitted.ticket(), body);
        });
    }

    @Override
    public void cancel() {
        super.cancel();
        turn.leave();
    }

    private void fail(Throwable error) {
        profile.publisher().publish(() -> {
            if (failed.compareAndSet(false, true) && !isCancelled()) {
                actual.onError(error);
            }
        });
    }

    // ---- What the task brings ----

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    @Override
    public void onNext(T value) {
        actual.onNext(value);
    }

    @Override
    public void onError(Throwable error) {
        actual.onError(error);
    }

    @Override
    public void onComplete() {
        actual.onComplete();
    }

    private final class GateTurn extends Turn {

        GateTurn(ProfileParts profile, Supplier<Body> encoding) {
            super(profile, encoding);
        }

        @Override
        protected Admitted admitted(Body encoded) {
            return starting.start(AdmittedSubscription.this, encoded);
        }

        @Override
        protected void onFailed(Throwable why) {
            fail(why);
        }

        @Override
        protected void onClosed(String reason) {
            fail(new IllegalStateException(reason));
        }
    }
}
