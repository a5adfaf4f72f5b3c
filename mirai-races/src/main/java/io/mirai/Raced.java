package io.mirai;

import io.mirai.dispatch.TaskLabel;
import io.mirai.promise.LateOutcome;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Schedulers;

/** A mirai with one early subscriber, all that may end it, and what came of it in words. */
class Raced {

    /** A subscriber that tells what it heard. */
    static class Observer extends BaseSubscriber<Object> {

        private final AtomicInteger signals = new AtomicInteger();
        private volatile String heard = "nothing";

        @Override
        protected void hookOnNext(Object value) {
            hear("value"); // its onComplete is no second signal
        }

        @Override
        protected void hookOnError(Throwable error) {
            hear(word(error));
        }

        private void hear(String what) {
            heard = what;
            signals.incrementAndGet();
        }

        @Override
        public String toString() {
            int count = signals.get();
            return count <= 1 ? heard : count + " signals";
        }
    }

    private final AtomicInteger told = new AtomicInteger();
    private final Promise<Object> promise =
            new Promise<>(TaskLabel.of(1, "", 1), OutcomePublisher.on(Schedulers.immediate()), told::incrementAndGet);
    private final Mirai<Object> mirai = new Mirai<>(promise);
    final Observer early = new Observer();

    Raced() {
        mirai.subscribe(early);
    }

    // ---- What may end it, or look on ----

    boolean value() {
        return promise.tryResolve(new Outcome.Value<>("value"));
    }

    boolean timeout() {
        return promise.tryResolve(LateOutcome.ofFailure(() -> new MiraiTimeout("")));
    }

    boolean death() {
        return promise.tryResolve(LateOutcome.ofFailure(() ->
                new MiraiReset("", MiraiReset.Reason.DAEMON_DIED, MiraiReset.Started.YES, 0, OptionalInt.empty(), 1)));
    }

    boolean stop() {
        return mirai.stop();
    }

    void cancel() {
        early.cancel();
    }

    Observer subscribe() {
        Observer late = new Observer();
        mirai.subscribe(late);
        return late;
    }

    void subscribe(Observer late) {
        mirai.subscribe(late);
    }

    Observer subscribeWithoutDemand() {
        Observer late = new Observer() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}
        };
        mirai.subscribe(late);
        return late;
    }

    // ---- What came of it ----

    /** The one outcome. */
    String outcome() {
        Outcome<Object> outcome = mirai.data();
        if (outcome instanceof Outcome.Failure<Object> failure) {
            return word(failure.error());
        }
        return outcome instanceof Outcome.Value ? "value" : "unresolved";
    }

    /** How often the daemon was told to stop. */
    String told() {
        int times = told.get();
        return times == 0 ? "not told" : times == 1 ? "told" : "told " + times + " times";
    }

    /** How many still look on. */
    String views() {
        return promise.views() + " views";
    }

    static String winner(boolean first, String firstName, boolean second, String secondName) {
        if (first && second) {
            return "two winners";
        }
        return first ? firstName + " won" : second ? secondName + " won" : "no winner";
    }

    static String winner(boolean value, boolean stop, boolean timeout, boolean death) {
        String early = winner(value, "value", stop, "stop");
        String late = winner(timeout, "timeout", death, "death");
        if (early.equals("no winner")) {
            return late;
        }
        return late.equals("no winner") ? early : "more than one winner";
    }

    private static String word(Throwable error) {
        if (error instanceof MiraiCanceled) {
            return "stop";
        }
        return error instanceof MiraiTimeout ? "timeout" : error instanceof MiraiReset ? "death" : "another error";
    }
}
