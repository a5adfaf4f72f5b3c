package io.mirai;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Two of what may end a task at once, and all four. The result is: which outcome the mirai has, who was told to have won, what the
 * subscriber heard, and whether the daemon was told to stop (only {@code stop()} does that by itself; for a timeout the
 * dispatcher does). Whatever is not listed is forbidden.
 */
public final class EndingRaces {

    private EndingRaces() {}

    @JCStressTest
    @State
    @Description("value × stop: one of them is the outcome, and everybody agrees which")
    @Outcome(id = "value, value won, value, not told", expect = ACCEPTABLE, desc = "value came first")
    @Outcome(id = "stop, stop won, stop, told", expect = ACCEPTABLE, desc = "stop came first")
    public static class ValueAndStop extends Raced {

        private boolean first;
        private boolean second;

        @Actor
        public void valueComes() {
            first = value();
        }

        @Actor
        public void stopComes() {
            second = stop();
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = winner(first, "value", second, "stop");
            result.r3 = early.toString();
            result.r4 = told();
        }
    }

    @JCStressTest
    @State
    @Description("value × timeout: one of them is the outcome, and everybody agrees which")
    @Outcome(id = "value, value won, value, not told", expect = ACCEPTABLE, desc = "value came first")
    @Outcome(id = "timeout, timeout won, timeout, not told", expect = ACCEPTABLE, desc = "timeout came first")
    public static class ValueAndTimeout extends Raced {

        private boolean first;
        private boolean second;

        @Actor
        public void valueComes() {
            first = value();
        }

        @Actor
        public void timeoutComes() {
            second = timeout();
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = winner(first, "value", second, "timeout");
            result.r3 = early.toString();
            result.r4 = told();
        }
    }

    @JCStressTest
    @State
    @Description("value × death: one of them is the outcome, and everybody agrees which")
    @Outcome(id = "value, value won, value, not told", expect = ACCEPTABLE, desc = "value came first")
    @Outcome(id = "death, death won, death, not told", expect = ACCEPTABLE, desc = "death came first")
    public static class ValueAndDeath extends Raced {

        private boolean first;
        private boolean second;

        @Actor
        public void valueComes() {
            first = value();
        }

        @Actor
        public void deathComes() {
            second = death();
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = winner(first, "value", second, "death");
            result.r3 = early.toString();
            result.r4 = told();
        }
    }

    @JCStressTest
    @State
    @Description("stop × timeout: one of them is the outcome, and everybody agrees which")
    @Outcome(id = "stop, stop won, stop, told", expect = ACCEPTABLE, desc = "stop came first")
    @Outcome(id = "timeout, timeout won, timeout, not told", expect = ACCEPTABLE, desc = "timeout came first")
    public static class StopAndTimeout extends Raced {

        private boolean first;
        private boolean second;

        @Actor
        public void stopComes() {
            first = stop();
        }

        @Actor
        public void timeoutComes() {
            second = timeout();
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = winner(first, "stop", second, "timeout");
            result.r3 = early.toString();
            result.r4 = told();
        }
    }

    @JCStressTest
    @State
    @Description("stop × death: one of them is the outcome, and everybody agrees which")
    @Outcome(id = "stop, stop won, stop, told", expect = ACCEPTABLE, desc = "stop came first")
    @Outcome(id = "death, death won, death, not told", expect = ACCEPTABLE, desc = "death came first")
    public static class StopAndDeath extends Raced {

        private boolean first;
        private boolean second;

        @Actor
        public void stopComes() {
            first = stop();
        }

        @Actor
        public void deathComes() {
            second = death();
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = winner(first, "stop", second, "death");
            result.r3 = early.toString();
            result.r4 = told();
        }
    }

    @JCStressTest
    @State
    @Description("timeout × death: one of them is the outcome, and everybody agrees which")
    @Outcome(id = "timeout, timeout won, timeout, not told", expect = ACCEPTABLE, desc = "timeout came first")
    @Outcome(id = "death, death won, death, not told", expect = ACCEPTABLE, desc = "death came first")
    public static class TimeoutAndDeath extends Raced {

        private boolean first;
        private boolean second;

        @Actor
        public void timeoutComes() {
            first = timeout();
        }

        @Actor
        public void deathComes() {
            second = death();
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = winner(first, "timeout", second, "death");
            result.r3 = early.toString();
            result.r4 = told();
        }
    }

    @JCStressTest
    @State
    @Description("value × stop × timeout × death: one of them is the outcome, and everybody agrees which")
    @Outcome(id = "value, value won, value, not told", expect = ACCEPTABLE, desc = "value came first")
    @Outcome(id = "stop, stop won, stop, told", expect = ACCEPTABLE, desc = "stop came first")
    @Outcome(id = "timeout, timeout won, timeout, not told", expect = ACCEPTABLE, desc = "timeout came first")
    @Outcome(id = "death, death won, death, not told", expect = ACCEPTABLE, desc = "death came first")
    public static class AllFour extends Raced {

        private boolean first;
        private boolean second;
        private boolean third;
        private boolean fourth;

        @Actor
        public void valueComes() {
            first = value();
        }

        @Actor
        public void stopComes() {
            second = stop();
        }

        @Actor
        public void timeoutComes() {
            third = timeout();
        }

        @Actor
        public void deathComes() {
            fourth = death();
        }

        @Arbiter
        public void look(LLLL_Result result) {
            result.r1 = outcome();
            result.r2 = winner(first, second, third, fourth);
            result.r3 = early.toString();
            result.r4 = told();
        }
    }
}
