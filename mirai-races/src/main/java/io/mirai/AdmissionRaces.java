package io.mirai;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.mirai.dispatch.QueueLimits;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** The gate before a queue that has room for one more task. Whatever is not listed is forbidden. */
public final class AdmissionRaces {

    private static final QueueLimits TWO = new QueueLimits(2, QueueLimits.UNLIMITED);

    private AdmissionRaces() {}

    @JCStressTest
    @State
    @Description("two callers × room for one: one passes, and nobody after them")
    @Outcome(id = "true, false, false", expect = ACCEPTABLE, desc = "the first passes")
    @Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "the second passes")
    public static class TwoCallers extends BusyDaemon {

        private boolean first;
        private boolean second;

        public TwoCallers() {
            super(TWO);
        }

        @Actor
        public void one() {
            first = tryPass();
        }

        @Actor
        public void other() {
            second = tryPass();
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r1 = first;
            result.r2 = second;
            result.r3 = tryPass();
        }
    }

    @JCStressTest
    @State
    @Description("a caller × the stop of what waits: there is room for one more afterwards, and not for two")
    @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "each task is counted once")
    public static class CallerAndStop extends BusyDaemon {

        private boolean passed;

        public CallerAndStop() {
            super(TWO);
        }

        @Actor
        public void caller() {
            passed = tryPass();
        }

        @Actor
        public void stopComes() {
            stopWaiting();
        }

        @Arbiter
        public void look(ZZZ_Result result) {
            result.r1 = passed;
            result.r2 = tryPass();
            result.r3 = tryPass();
        }
    }
}
