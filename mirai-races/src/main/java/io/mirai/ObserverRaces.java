package io.mirai;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Somebody subscribes or leaves while a task ends. Whatever is not listed is forbidden. */
public final class ObserverRaces {

    private ObserverRaces() {}

    @JCStressTest
    @State
    @Description("the last subscriber's cancel × value: outcome, what it heard, whether the daemon was told")
    @Outcome(id = "stop, nothing, told", expect = ACCEPTABLE, desc = "the cancel came first, and is the outcome")
    @Outcome(id = "value, nothing, not told", expect = ACCEPTABLE, desc = "cancelled between outcome and signal")
    @Outcome(id = "value, value, not told", expect = ACCEPTABLE, desc = "the value came first")
    public static class LastCancelAndValue extends Raced {

        @Actor
        public void lastSubscriberCancels() {
            cancel();
        }

        @Actor
        public void valueComes() {
            value();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = outcome();
            result.r2 = early.toString();
            result.r3 = told();
        }
    }

    @JCStressTest
    @State
    @Description("the last subscriber's cancel × death: outcome, what it heard, whether the daemon was told")
    @Outcome(id = "stop, nothing, told", expect = ACCEPTABLE, desc = "the cancel came first, and is the outcome")
    @Outcome(id = "death, nothing, not told", expect = ACCEPTABLE, desc = "cancelled between outcome and signal")
    @Outcome(id = "death, death, not told", expect = ACCEPTABLE, desc = "the death came first")
    public static class LastCancelAndDeath extends Raced {

        @Actor
        public void lastSubscriberCancels() {
            cancel();
        }

        @Actor
        public void daemonDies() {
            death();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = outcome();
            result.r2 = early.toString();
            result.r3 = told();
        }
    }

    @JCStressTest
    @State
    @Description("the last subscriber's cancel × another's coming: outcome, what each heard, whether told")
    @Outcome(id = "unresolved, nothing, nothing, not told", expect = ACCEPTABLE, desc = "the other came first")
    @Outcome(id = "stop, nothing, stop, told", expect = ACCEPTABLE, desc = "the cancel came first; the other hears so")
    public static class LastCancelAndSubscriber extends Raced {

        private final Observer late = new Observer();

        @Actor
        public void lastSubscriberCancels() {
            cancel();
        }

        @Actor
        public void anotherSubscribes() {
            subscribe(late);
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = early.toString();
            result.r3 = late.toString();
            result.r4 = told();
        }
    }

    @JCStressTest
    @State
    @Description("a subscriber's coming × value: outcome, what the early one heard, what the new one heard")
    @Outcome(id = "value, value, value", expect = ACCEPTABLE, desc = "one signal each, the same")
    public static class SubscriberAndValue extends Raced {

        private final Observer late = new Observer();

        @Actor
        public void anotherSubscribes() {
            subscribe(late);
        }

        @Actor
        public void valueComes() {
            value();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = outcome();
            result.r2 = early.toString();
            result.r3 = late.toString();
        }
    }

    @JCStressTest
    @State
    @Description("a subscriber's coming × stop: outcome, what the early one heard, what the new one heard")
    @Outcome(id = "stop, stop, stop", expect = ACCEPTABLE, desc = "one signal each, the same")
    public static class SubscriberAndStop extends Raced {

        private final Observer late = new Observer();

        @Actor
        public void anotherSubscribes() {
            subscribe(late);
        }

        @Actor
        public void stopComes() {
            stop();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = outcome();
            result.r2 = early.toString();
            result.r3 = late.toString();
        }
    }

    @JCStressTest
    @State
    @Description("a subscriber's request × value: outcome, what the early one heard, what the requesting one heard")
    @Outcome(id = "value, value, value", expect = ACCEPTABLE, desc = "one signal each, the same")
    public static class RequestAndValue extends Raced {

        private final Observer late = subscribeWithoutDemand();

        @Actor
        public void demandComes() {
            late.request(1);
        }

        @Actor
        public void valueComes() {
            value();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = outcome();
            result.r2 = early.toString();
            result.r3 = late.toString();
        }
    }

    @JCStressTest
    @State
    @Description("a subscriber's coming × its own cancel, beside another: outcome, who looks on, whether told")
    @Outcome(id = "unresolved, 1 views, not told", expect = ACCEPTABLE, desc = "it leaves nothing behind")
    public static class SubscriberAndItsCancel extends Raced {

        private final Observer late = new Observer();

        @Actor
        public void anotherSubscribes() {
            subscribe(late);
        }

        @Actor
        public void itCancels() {
            late.cancel();
        }

        @Arbiter
        public void look(LLL_Result result) {
            result.r1 = outcome();
            result.r2 = views();
            result.r3 = told();
        }
    }
}
