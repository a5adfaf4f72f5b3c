package io.mirai;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/**
 * A task that waits in the queue is stopped while the loop is at work. The result is: whether {@code stop()} says that it has
 * stopped it, and what the daemon has seen of it. Whatever is not listed is forbidden.
 */
public final class QueuedStopRaces {

    private QueuedStopRaces() {}

    @JCStressTest
    @State
    @Description("stop, and then a seat is free × another submission: what was stopped before is never sent")
    @Outcome(id = "true, never sent", expect = ACCEPTABLE, desc = "it never runs")
    public static class StopThenFreeSeat extends BusyDaemon {

        private boolean stopped;

        @Actor
        public void stopComes() {
            stopped = stopWaiting();
            freeSeat();
        }

        @Actor
        public void loopIsBusy() {
            submitAnother();
        }

        @Arbiter
        public void look(ZL_Result result) {
            result.r1 = stopped;
            result.r2 = seen();
        }
    }

    @JCStressTest
    @State
    @Description("stop × a free seat: the task is never sent, or the daemon is told to stop it")
    @Outcome(id = "true, never sent", expect = ACCEPTABLE, desc = "stop came first")
    @Outcome(id = "true, sent and told to stop", expect = ACCEPTABLE, desc = "the seat was free first")
    public static class StopAndFreeSeat extends BusyDaemon {

        private boolean stopped;

        @Actor
        public void stopComes() {
            stopped = stopWaiting();
        }

        @Actor
        public void seatIsFree() {
            freeSeat();
        }

        @Arbiter
        public void look(ZL_Result result) {
            result.r1 = stopped;
            result.r2 = seen();
        }
    }
}
