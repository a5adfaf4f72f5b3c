package io.mirai.bench.memory;

import io.mirai.dispatch.DaemonDispatcher;
import io.mirai.dispatch.EventLoop;
import io.mirai.dispatch.FirstDaemons;
import io.mirai.dispatch.Policy;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskLimits;
import io.mirai.dispatch.TaskObserver;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Work;
import io.mirai.task.CallSite;
import io.mirai.task.PlainValues;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submission;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A profile with the real dispatcher, whose daemons are in memory. */
public final class MemoryProfile {

    private static final AtomicLong IDS = new AtomicLong();

    private final DaemonDispatcher dispatcher;
    private final ProfileParts parts;

    private MemoryProfile(int slots, boolean answers) {
        dispatcher = new DaemonDispatcher(
                "memory",
                FirstDaemons.launched(slots, DaemonSpec.DEFAULT),
                Policy.FIFO,
                listener -> new MemoryFleet(listener, answers),
                new EventLoop("memory", Schedulers.newSingle("memory", true)));
        Scheduler pool = Schedulers.immediate();
        parts = ProfileParts.of(dispatcher, pool, new PlainValues(pool), OutcomePublisher.on(Schedulers.parallel()));
        dispatcher.start().block();
    }

    /** Makes a profile whose daemons take what they are sent and never answer. */
    public static MemoryProfile silent(int slots) {
        return new MemoryProfile(slots, false);
    }

    /** Makes a profile whose daemons answer at once. */
    public static MemoryProfile answering(int slots) {
        return new MemoryProfile(slots, true);
    }

    /** Returns its dispatcher. */
    public DaemonDispatcher dispatcher() {
        return dispatcher;
    }

    /** Submits a task whose value is the next number. */
    public Promise<Integer> submit(int number) {
        return submit(number, TaskLimits.NONE, TaskObserver.NONE);
    }

    /** Submits such a task with limits and an observer. */
    public Promise<Integer> submit(int number, TaskLimits limits, TaskObserver observer) {
        long id = IDS.incrementAndGet();
        TaskLabel label = TaskLabel.of(id, "", id);
        return new Submission<Integer>(parts, label, Work.CALL, limits, null, new CallSite(), observer)
                .submit(NumberCodec.encode(number));
    }
}
