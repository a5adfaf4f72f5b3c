package io.mirai;

import io.mirai.dispatch.Policy;
import io.mirai.dispatch.QueueLimits;
import io.mirai.memory.InMemoryBackend;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.InMemoryFleet;
import io.mirai.promise.OutcomePublisher;
import io.mirai.spi.FleetSpec;
import io.mirai.task.Submitter;
import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A profile whose daemons answer when the test says so, in virtual time. */
final class InMemoryProfile {

    final CountingTimer time = new CountingTimer();
    final Daemons daemons;
    final InMemoryFleet fleet;

    /** With these daemons connected. */
    static InMemoryProfile online(int slots) {
        InMemoryProfile profile = new InMemoryProfile(slots, 1, Schedulers.immediate());
        profile.start();
        return profile;
    }

    /** Outcomes are published where users get them. */
    static InMemoryProfile publishing(int slots) {
        InMemoryProfile profile = new InMemoryProfile(slots, 1, Schedulers.parallel());
        profile.start();
        return profile;
    }

    /** It listens, and daemons come by {@code launchLocal} only. */
    static InMemoryProfile listening() {
        return new InMemoryProfile(InMemoryBackend.listening("test"), 1, Schedulers.immediate());
    }

    /** It listens with so many slots, into which daemons dial that it has not launched. */
    static InMemoryProfile listening(int slots) {
        InMemoryProfile profile =
                new InMemoryProfile(InMemoryBackend.listening("test", slots), 1, Schedulers.immediate());
        profile.start();
        return profile;
    }

    InMemoryProfile(int slots, int threads, Scheduler publisher) {
        this(InMemoryBackend.spec("test", slots), threads, publisher);
    }

    /** Tasks are given to the daemons in turn. */
    static InMemoryProfile inTurn(int slots) {
        InMemoryProfile profile = new InMemoryProfile(
                InMemoryBackend.spec("test", slots),
                1,
                new Policy(0, true),
                Schedulers.immediate(),
                Schedulers.immediate());
        profile.start();
        return profile;
    }

    /** So much may wait in the queue. */
    static InMemoryProfile bounded(int slots, QueueLimits limits) {
        return bounded(slots, limits, Schedulers.immediate());
    }

    /** So much may wait in the queue, and what is encoded apart waits for a step of the pool. */
    static InMemoryProfile bounded(int slots, QueueLimits limits, Scheduler codecPool) {
        InMemoryProfile profile = new InMemoryProfile(
                InMemoryBackend.spec("test", slots),
                1,
                new Policy(0, false, limits),
                codecPool,
                Schedulers.immediate());
        profile.start();
        return profile;
    }

    /** Tasks are tried again. */
    static InMemoryProfile retrying(int slots) {
        InMemoryProfile profile = new InMemoryProfile(
                InMemoryBackend.spec("test", slots),
                1,
                new Policy(2, false),
                Schedulers.immediate(),
                Schedulers.immediate());
        profile.start();
        return profile;
    }

    private InMemoryProfile(FleetSpec spec, int threads, Scheduler publisher) {
        this(spec, threads, Schedulers.immediate(), publisher);
    }

    private InMemoryProfile(FleetSpec spec, int threads, Scheduler codecPool, Scheduler publisher) {
        this(spec, threads, Policy.FIFO, codecPool, publisher);
    }

    private InMemoryProfile(FleetSpec spec, int threads, Policy policy, Scheduler codecPool, Scheduler publisher) {
        InMemoryBackend backend = new InMemoryBackend();
        daemons = DaemonsBuilder.make(
                backend,
                spec,
                DaemonOptions.none().threads(threads),
                policy,
                time.loop("test"),
                codecPool,
                codecPool,
                OutcomePublisher.on(publisher));
        fleet = backend.fleet();
    }

    /** What is encoded apart waits for a step of the pool. */
    static InMemoryProfile encodingApart(int slots, StepScheduler codecPool) {
        InMemoryProfile profile =
                new InMemoryProfile(InMemoryBackend.spec("test", slots), 1, codecPool, Schedulers.immediate());
        profile.start();
        return profile;
    }

    void start() {
        daemons.start().subscribe();
        fleet.launching().forEach(fleet::dialIn);
    }

    /** What a task failed with. */
    static MiraiException errorOf(Mirai<?> mirai) {
        return ((Outcome.Failure<?>) mirai.data()).error();
    }

    Mirai<Object> submit() {
        return submit(TaskOptions.none());
    }

    Mirai<Object> submit(TaskOptions options) {
        return daemons.mirai(() -> "never run here", options);
    }

    /** A task for one daemon alone. */
    Mirai<Object> submitOn(int slot, TaskOptions options) {
        return new Mirai<>(new Submitter(daemons.parts()).submitTo(slot, () -> "never run here", options.spec()));
    }

    InMemoryDaemon daemon(int slot) {
        return fleet.online().stream()
                .filter(daemon -> daemon.slot() == slot)
                .findFirst()
                .orElseThrow();
    }

    /** The daemon in this slot dies, and the next one dials in. */
    InMemoryDaemon replace(int slot) {
        daemon(slot).die();
        pass(Duration.ofSeconds(10));
        return fleet.dialIn(slot);
    }

    /** The daemon in this slot runs what it was sent, and the task returns the value. */
    void answer(int slot, Mirai<?> mirai, Object value) {
        InMemoryDaemon daemon = daemon(slot);
        receiveAll(slot);
        daemon.returns(mirai.id(), value);
        daemon.deliver();
    }

    /** The daemon in this slot has begun what it was sent, and will not end this task, though it was stopped. */
    InMemoryDaemon stopInVain(int slot, Mirai<?> mirai) {
        receiveAll(slot);
        mirai.stop();
        receiveAll(slot);
        return daemon(slot);
    }

    void fail(int slot, Mirai<?> mirai, Throwable thrown) {
        InMemoryDaemon daemon = daemon(slot);
        receiveAll(slot);
        daemon.fails(mirai.id(), thrown);
        daemon.deliver();
    }

    /** Whatever the daemon in this slot runs returns a value of its own making, until it has nothing more. */
    void answerAll(int slot, LongFunction<@Nullable Object> values) {
        InMemoryDaemon daemon = daemon(slot);
        receiveAll(slot);
        while (!daemon.running().isEmpty()) {
            long id = daemon.running().get(0);
            daemon.returns(id, values.apply(id));
            daemon.deliver();
            receiveAll(slot);
        }
    }

    void receiveAll(int slot) {
        InMemoryDaemon daemon = daemon(slot);
        while (daemon.hasMessageForDaemon()) {
            daemon.receive();
        }
    }

    /** The host hears all that the daemon in this slot has said. */
    void deliverAll(int slot) {
        InMemoryDaemon daemon = daemon(slot);
        while (daemon.hasMessageForHost()) {
            daemon.deliver();
        }
    }

    void pass(Duration time) {
        this.time.pass(time);
    }
}
