package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.MiraiReset;
import io.mirai.MiraiReset.Reason;
import io.mirai.MiraiReset.Started;
import io.mirai.MiraiTimeout;
import io.mirai.Status;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Matches the queue of one profile with the free places on its slots.
 *
 * <p>It is one drain loop: whatever happens is an event, {@link #post posted} by any thread (a
 * caller that submits or stops, an event loop with a reply, the timer, the fleet) and handled by
 * whichever thread finds the loop idle. So the state below has one owner at a time and needs no
 * lock, nothing blocks, and the caller's own thread may be the one that sends its task.
 *
 * <pre>
 *   event                what the loop does
 *   ─────────────────────────────────────────────────────────────────────────────────────
 *   submit               queue it; match
 *   release              queued: forget it; sent: tell the daemon to stop, start the grace
 *   timeout              fail it, then as release
 *   grace over           the slot gets no more tasks and its daemon is replaced
 *   reply                give the place back; match; hand the reply on
 *   link up              the slot is online; match
 *   link end             what had not started returns to its place in the queue, the rest
 *                        fails; a new daemon is launched
 *   launch failure       launch again after a pause; the fifth in a row in one slot gives up
 *   close                fail everything, close the fleet
 * </pre>
 *
 * <p>Outcomes are handed to {@link TaskResolver}s inside the loop; those run no user code.
 */
public final class Dispatcher implements FleetListener {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final int EARLY_DEATHS_TO_GIVE_UP = 5;

    private static final AtomicIntegerFieldUpdater<Dispatcher> WIP =
            AtomicIntegerFieldUpdater.newUpdater(Dispatcher.class, "wip");

    private final String profile;
    private final Fleet fleet;
    private final Scheduler timer;
    private final Sinks.Empty<Void> started = Sinks.empty();
    private final Sinks.Empty<Void> ended = Sinks.empty();

    private final Queue<Runnable> events =
            Queues.<Runnable>unboundedMultiproducer().get();

    @SuppressWarnings("UnusedVariable") // WIP reads and writes it
    private volatile int wip;

    // Owned by the drain loop.
    private final TaskQueue queue = new TaskQueue();
    private final Deque<Slot> free = new ArrayDeque<>();
    /** Tasks that have ended on their daemon, but whose value is still on its way or being read. */
    private final Set<TaskTicket> arriving = new LinkedHashSet<>();

    private boolean begun;
    private boolean listening;
    private int awaitingFirstLink;

    // Written by the drain loop, read by anyone.
    private volatile List<Slot> slots;
    private volatile @Nullable String closedBecause;
    private volatile long queued;
    private volatile long executing;
    private volatile long completed;

    /**
     * A dispatcher that has launched nothing yet.
     *
     * @param daemons the daemons to launch at first, a slot for each
     * @param fleet makes the fleet that will call this dispatcher
     * @param timer where limits are timed; disposed at the close
     */
    public Dispatcher(String profile, List<DaemonSpec> daemons, Function<FleetListener, Fleet> fleet, Scheduler timer) {
        this.profile = profile;
        this.slots = IntStream.range(0, daemons.size())
                .mapToObj(index -> new Slot(index, daemons.get(index)))
                .toList();
        this.timer = timer;
        this.fleet = fleet.apply(this);
    }

    /** The name of the profile. */
    public String profile() {
        return profile;
    }

    /** The fleet that this dispatcher speaks to. */
    public Fleet fleet() {
        return fleet;
    }

    /**
     * Listens and launches the daemons, once; without it the first task does.
     *
     * @return completes when each has dialled in, or fails with what keeps them from it
     */
    public Mono<Void> start() {
        post(this::begin);
        return started.asMono();
    }

    /**
     * Adds slots, and launches a daemon for each.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public void add(int daemons, DaemonSpec spec) {
        requireOpen();
        post(() -> addSlots(daemons, spec));
    }

    /**
     * Queues a task. If the profile closes meanwhile, the task's resolver is told.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public void submit(TaskTicket task) {
        requireOpen();
        post(() -> enqueue(task));
    }

    /** Hears that a task has its outcome: if it has not ended on its daemon, its work is stopped. */
    public void release(TaskTicket task) {
        post(() -> withdraw(task));
    }

    /**
     * Refuses if the profile is closed.
     *
     * @throws IllegalStateException if it is, saying why
     */
    public void requireOpen() {
        String reason = closedBecause;
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
    }

    /** Whether the profile is closed, or closing. */
    public boolean isClosed() {
        return closedBecause != null;
    }

    /**
     * Fails what is unresolved and ends the daemons. Idempotent.
     *
     * @return completes when nothing of the fleet is left
     */
    public Mono<Void> close() {
        post(() -> closeBecause(Texts.profileClosed(profile), Texts.resetByClose(profile)));
        return ended.asMono();
    }

    /** The counts of this moment. */
    public Status status() {
        List<DaemonStatus> daemons = slots.stream().map(Slot::status).toList();
        int connections = (int) daemons.stream().filter(DaemonStatus::online).count();
        return new Status(profile, connections, queued, executing, completed, 0, fleet.url(), daemons);
    }

    @Override
    public void onLink(Link link) {
        post(() -> takeLink(link));
    }

    @Override
    public void onDraining(Link link, Departure reason) {
        post(() -> {
            Slot slot = slots.get(link.slot());
            if (slot.isLinkedBy(link)) {
                slot.markLeaving();
            }
        });
    }

    @Override
    public void onLinkEnd(Link link, LinkEnd end) {
        post(() -> loseLink(link, end));
    }

    @Override
    public void onLaunchFailure(int slot, String message) {
        post(() -> {
            slots.get(slot).markEarlyDeath();
            relaunch(slots.get(slot), message);
        });
    }

    void onReply(Link link, TaskTicket task, Reply reply) {
        post(() -> finish(link, task, reply));
    }

    // ---- The loop ----

    private void post(Runnable event) {
        events.add(event);
        if (WIP.getAndIncrement(this) != 0) {
            return;
        }
        int missed = 1;
        do {
            for (Runnable next = events.poll(); next != null; next = events.poll()) {
                handle(next);
            }
            missed = WIP.addAndGet(this, -missed);
        } while (missed != 0);
    }

    /** An event that fails must not take the loop with it: whoever waits for the next one would wait for ever. */
    private void handle(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) {
            report(e);
        }
    }

    private void report(Throwable e) {
        try {
            log.error(Texts.brokenInvariant(profile), e);
        } catch (StackOverflowError callerIsDeep) {
            // A caller that submits near the end of its stack has none left for the log.
        }
    }

    /** Sends from the head of the queue while a slot has a free place. */
    private void match() {
        while (queue.size() > 0) {
            Slot slot = free.poll();
            if (slot == null) {
                break;
            }
            slot.offered = false;
            TaskTicket task = slot.hasPlace() ? queue.poll() : null;
            if (task != null) {
                task.queueTimer.dispose();
                slot.send(task, this);
                count(0, +1);
                offer(slot);
            }
        }
        count(0, 0);
    }

    /** Lines a slot up for the next task if it has a free place and does not stand there already. */
    private void offer(Slot slot) {
        if (!slot.offered && slot.hasPlace()) {
            slot.offered = true;
            free.add(slot);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    private void count(int ended, int sent) {
        completed += ended;
        executing += sent;
        queued = queue.size();
    }

    // ---- Tasks ----

    private void enqueue(TaskTicket task) {
        if (closedBecause != null) {
            fail(task, Reason.PROFILE_RESET, Started.NO, -1, OptionalInt.empty(), Texts.resetByClose(profile));
            return;
        }
        if (task.place == TaskTicket.Place.ENDED) {
            return;
        }
        if (task.timeout != null) {
            task.timer = after(task.timeout, () -> timeOut(task));
        }
        queue(task);
        begin();
        match();
    }

    private void queue(TaskTicket task) {
        task.place = TaskTicket.Place.QUEUED;
        if (task.queueTimeout != null) {
            task.queueTimer = after(task.queueTimeout, () -> timeOutInQueue(task));
        }
        queue.add(task);
    }

    private void withdraw(TaskTicket task) {
        task.timer.dispose();
        switch (task.place) {
            case QUEUED -> {
                queue.remove(task);
                task.markEnded();
                count(0, 0);
            }
            case SENT -> {
                slotOf(task).stop(task);
                task.graceTimer = after(GRACE, () -> giveUpWaiting(task));
            }
            case NEW -> task.markEnded();
            case ENDED -> arriving.remove(task);
        }
    }

    private void timeOut(TaskTicket task) {
        if (task.resolver.tryFail(new MiraiTimeout(explainTimeout(task)))) {
            withdraw(task);
        }
    }

    private void timeOutInQueue(TaskTicket task) {
        if (task.place == TaskTicket.Place.QUEUED
                && task.resolver.tryFail(new MiraiTimeout(
                        Texts.queueTimeout(profile, task, task.queueTimeout, queue.size(), executing, online())))) {
            withdraw(task);
        }
    }

    private String explainTimeout(TaskTicket task) {
        return switch (task.place) {
            case NEW, QUEUED -> Texts.timeoutInQueue(profile, task, task.timeout, queue.size(), executing, online());
            case SENT -> Texts.timeoutOnDaemon(profile, task, task.timeout, slotOf(task).index);
            case ENDED -> Texts.timeoutOfValue(profile, task, task.timeout);
        };
    }

    /** The daemon was told to stop the task and has not: it costs the process. */
    private void giveUpWaiting(TaskTicket task) {
        if (task.place == TaskTicket.Place.SENT) {
            task.overdue = true;
            slotOf(task).markLeaving();
        }
    }

    private void finish(Link link, TaskTicket task, Reply reply) {
        Slot slot = slots.get(link.slot());
        if (!slot.isLinkedBy(link) || !slot.tryEnd(task, reply.kind())) {
            return;
        }
        if (reply.kind() == Reply.Kind.NOT_STARTED) {
            count(0, -1);
            endOrRequeue(task);
        } else {
            task.markEnded();
            count(+1, -1);
        }
        offer(slot);
        slot.killIfIdle();
        match();
        if (reply.kind() != Reply.Kind.NOT_STARTED) {
            task.resolver.onReply(reply, slot.index);
            if (task.resolver.isResolved()) {
                task.timer.dispose();
            } else {
                arriving.add(task);
            }
        }
    }

    /** A task that never started goes back to its old place, unless nobody wants it any more. */
    private void endOrRequeue(TaskTicket task) {
        if (task.resolver.isResolved()) {
            task.markEnded();
        } else {
            task.slot = null;
            queue(task);
        }
    }

    private void fail(
            TaskTicket task, Reason reason, Started begun, int daemon, OptionalInt exitStatus, String message) {
        task.resolver.tryFail(new MiraiReset(message, reason, begun, daemon, exitStatus, task.attempts));
        task.timer.dispose();
        task.markEnded();
    }

    // ---- Daemons ----

    private void begin() {
        if (begun || closedBecause != null) {
            return;
        }
        begun = true;
        fleet.listen()
                .subscribe(
                        nothing -> {},
                        error -> post(() -> giveUp(Texts.cannotListen(profile, error))),
                        () -> post(this::launchAll));
    }

    private void launchAll() {
        listening = true;
        awaitingFirstLink = slots.size();
        slots.forEach(this::launch);
        tellIfStarted();
    }

    private void addSlots(int daemons, DaemonSpec spec) {
        List<Slot> fresh = IntStream.range(slots.size(), slots.size() + daemons)
                .mapToObj(index -> new Slot(index, spec))
                .toList();
        slots = Stream.concat(slots.stream(), fresh.stream()).toList();
        if (listening) {
            awaitingFirstLink += daemons;
            fresh.forEach(this::launch);
        } else {
            begin(); // launches them with the others
        }
    }

    private void launch(Slot slot) {
        if (closedBecause == null) {
            fleet.launch(slot.index, slot.instance() + 1, slot.daemon);
        }
    }

    private void tellIfStarted() {
        if (awaitingFirstLink == 0) {
            started.tryEmitEmpty();
        }
    }

    private void takeLink(Link link) {
        Slot slot = slots.get(link.slot());
        if (closedBecause != null || slot.isOnline()) {
            link.kill();
            return;
        }
        boolean first = slot.instance() == 0;
        slot.markOnline(link);
        offer(slot);
        if (first) {
            awaitingFirstLink--;
            tellIfStarted();
        }
        match();
    }

    private void loseLink(Link link, LinkEnd end) {
        Slot slot = slots.get(link.slot());
        if (!slot.isLinkedBy(link)) {
            return;
        }
        boolean early = !slot.hasCompletedOnLink() && !slot.wasKilled();
        Reason reason = end.died() ? Reason.DAEMON_DIED : Reason.LINK_LOST;
        for (TaskTicket task : slot.markEmpty()) {
            Started begun = end.started().apply(task.sequence);
            count(0, -1);
            if (begun == Started.NO) {
                endOrRequeue(task);
            } else {
                early = false;
                String message = Texts.daemonLost(profile, task, slot.index, end, begun);
                fail(task, reason, begun, slot.index, end.exitStatus(), message);
            }
        }
        if (early) {
            slot.markEarlyDeath();
        }
        relaunch(slot, Texts.daemonEnded(slot.index, end));
        match();
    }

    private void relaunch(Slot slot, String lastFailure) {
        if (closedBecause != null) {
            return;
        }
        int deaths = slot.earlyDeaths();
        if (deaths >= EARLY_DEATHS_TO_GIVE_UP) {
            giveUp(Texts.gaveUp(profile, slot.index, deaths, lastFailure));
        } else if (deaths == 0) {
            launch(slot);
        } else {
            after(FIRST_BACKOFF.multipliedBy(1L << (deaths - 1)), () -> launch(slot));
        }
    }

    // ---- The end ----

    private void giveUp(String reason) {
        started.tryEmitError(new IllegalStateException(reason));
        closeBecause(Texts.profileFailed(profile, reason), reason);
    }

    /**
     * Closes for a reason.
     *
     * @param atTheCall what a later submission is told
     * @param toTheTasks what the unresolved tasks are told
     */
    private void closeBecause(String atTheCall, String toTheTasks) {
        if (closedBecause != null) {
            return;
        }
        closedBecause = atTheCall;
        started.tryEmitError(new IllegalStateException(atTheCall));
        for (TaskTicket task = queue.poll(); task != null; task = queue.poll()) {
            fail(task, Reason.PROFILE_RESET, Started.NO, -1, OptionalInt.empty(), toTheTasks);
        }
        for (Slot slot : slots) {
            for (TaskTicket task : slot.markEmpty()) {
                count(0, -1);
                fail(task, Reason.PROFILE_RESET, Started.UNKNOWN, slot.index, OptionalInt.empty(), toTheTasks);
            }
        }
        for (TaskTicket task : arriving) {
            fail(task, Reason.PROFILE_RESET, Started.YES, -1, OptionalInt.empty(), toTheTasks);
        }
        arriving.clear();
        count(0, 0);
        timer.dispose();
        fleet.close().subscribe(nothing -> {}, error -> ended.tryEmitError(error), () -> ended.tryEmitEmpty());
    }

    // ---- Helpers ----

    private Disposable after(Duration delay, Runnable event) {
        return timer.schedule(() -> post(event), nanos(delay), TimeUnit.NANOSECONDS);
    }

    /** A limit of more than 292 years is as good as none. */
    private static long nanos(Duration delay) {
        try {
            return delay.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private Slot slotOf(TaskTicket task) {
        Slot slot = task.slot;
        if (slot == null) {
            throw new IllegalStateException(Texts.taskWithoutSlot(task));
        }
        return slot;
    }

    private int online() {
        return (int) slots.stream().filter(Slot::isOnline).count();
    }
}
