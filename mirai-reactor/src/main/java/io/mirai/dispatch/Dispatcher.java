package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.MiraiReset;
import io.mirai.MiraiReset.Reason;
import io.mirai.MiraiReset.Started;
import io.mirai.MiraiTimeout;
import io.mirai.Status;
import io.mirai.spi.Body;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Reply;
import io.mirai.spi.SharedFunction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Matches the queue of one profile with the free places on its slots.
 *
 * <p>It is one drain loop: whatever happens is an event, posted by any thread (a caller that submits
 * or stops, an event loop with a reply, the timer, the fleet) and handled by whichever thread finds the
 * {@linkplain EventLoop loop} idle. So the state below, and that of the {@link Roster}, has one owner at a
 * time and needs no lock, nothing blocks, and the caller's own thread may be the one that sends its task.
 *
 * <pre>
 *   event                what the loop does
 *   ─────────────────────────────────────────────────────────────────────────────────────
 *   submit               queue it; match
 *   reserve              keep places in the queue for the elements of a map
 *   release              queued: forget it; sent: tell the daemon to stop, start the grace
 *   timeout              fail it, then as release; of a map: all elements that are not resolved
 *   grace over           the slot gets no more tasks and its daemon is replaced
 *   reply                give the place back; match; hand the reply on
 *   start, add           the roster listens and launches
 *   link up              the slot is online; match
 *   draining             the slot gets no more tasks, and its daemon is replaced unless it
 *                        was asked to leave then
 *   link end             what had not started returns to its place in the queue, and so
 *                        does what may be tried again, the rest fails; the roster launches
 *                        a new daemon, or gives up
 *   launch failure       the roster launches again after a pause, or gives up
 *   close, given up      fail everything, close the fleet
 * </pre>
 *
 * <p>Outcomes are handed to {@link TaskResolver}s inside the loop; those run no user code.
 */
public final class Dispatcher implements FleetListener {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String profile;
    private final int retries;
    private final Fleet fleet;
    private final EventLoop loop;
    private final Roster roster;
    private final Timekeeper time;
    private final Sinks.Empty<Void> ended = Sinks.empty();

    // Owned by the drain loop.
    private final TaskQueue queue = new TaskQueue();
    private final Deque<Slot> free = new ArrayDeque<>();
    /** Tasks that are announced, and whose bodies are being made. */
    private final Set<TaskTicket> coming = new LinkedHashSet<>();

    /** Tasks that have ended on their daemon, but whose value is still on its way or being read. */
    private final Set<TaskTicket> arriving = new LinkedHashSet<>();

    /** What tasks are told that come too late. */
    private String resetBecause = "";

    // Written by the drain loop, read by anyone.
    private volatile @Nullable String closedBecause;
    private volatile long queued;
    private volatile long executing;
    private volatile long completed;

    /**
     * A dispatcher that has launched nothing yet.
     *
     * @param daemons the daemons to launch at first, a slot for each
     * @param retries how often a task that does not say so itself is tried again
     * @param fleet makes the fleet that will call this dispatcher
     * @param timer where limits are timed; disposed at the close
     */
    public Dispatcher(
            String profile,
            List<DaemonSpec> daemons,
            int retries,
            Function<FleetListener, Fleet> fleet,
            Scheduler timer) {
        this.profile = profile;
        this.retries = retries;
        this.loop = new EventLoop(profile, timer);
        this.fleet = fleet.apply(this);
        this.roster = new Roster(profile, daemons, this.fleet, loop, this::giveUp);
        this.time = new Timekeeper(profile, loop, new TimedTasks());
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
        loop.post(roster::begin);
        return roster.started();
    }

    /**
     * Adds slots, and launches a daemon for each.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public void add(int daemons, DaemonSpec spec) {
        requireOpen();
        loop.post(() -> roster.add(daemons, spec));
    }

    /**
     * Queues a task. If the profile closes meanwhile, the task's resolver is told.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public void submit(TaskTicket task, Body body) {
        requireOpen();
        submitLate(task, body);
    }

    /** Queues a task that its submitter knows already. If the profile is closed, the task's resolver is told. */
    public void submitLate(TaskTicket task, Body body) {
        loop.post(() -> enqueue(task, body));
    }

    /**
     * Keeps places in the queue for tasks that are not encoded yet, each of which comes by {@link #submitLate}, or not,
     * because it was {@linkplain #release released} or {@linkplain #giveUpPlaces given up} before.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public void reserve(Reservation places) {
        requireOpen();
        loop.post(() -> enqueue(places));
    }

    /** Hears of a task that is still to come by {@link #submitLate}, and may be resolved before. */
    public void announce(TaskTicket task) {
        loop.post(() -> expect(task));
    }

    /** So many of the tasks that places are kept for have their outcome already, and no ticket. */
    public void giveUpPlaces(Reservation places, long tasks) {
        loop.post(() -> reduce(places, tasks));
    }

    /** No task will apply this function any more: the daemons need not keep it. */
    public void forget(SharedFunction function) {
        loop.post(() -> roster.slots().forEach(slot -> slot.forget(function)));
    }

    /** Hears that a task has its outcome: if it has not ended on its daemon, its work is stopped. */
    public void release(TaskTicket task) {
        loop.post(() -> withdraw(task));
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

    /** Fails what is unresolved and ends the daemons. Idempotent. */
    public void close() {
        loop.post(() -> closeBecause(Texts.profileClosed(profile), Texts.resetByClose(profile)));
    }

    /** Completes when the profile is closed, by whomever, and nothing of the fleet is left. */
    public Mono<Void> ended() {
        return ended.asMono();
    }

    /** How many tasks the daemons of this profile run at once, when all are there. */
    public int capacity() {
        return roster.capacity();
    }

    /** The counts of this moment. */
    public Status status() {
        List<DaemonStatus> daemons = roster.slots().stream().map(Slot::status).toList();
        int connections = (int) daemons.stream().filter(DaemonStatus::online).count();
        return new Status(profile, connections, queued, executing, completed, 0, fleet.url(), daemons);
    }

    @Override
    public void onLink(Link link) {
        loop.post(() -> {
            if (roster.tryTake(link)) {
                offer(slotOf(link));
                match();
            }
        });
    }

    @Override
    public void onDraining(Link link, Departure reason) {
        loop.post(() -> {
            if (slotOf(link).isLinkedBy(link)) {
                slotOf(link).markDraining(reason);
            }
        });
    }

    @Override
    public void onLinkEnd(Link link, LinkEnd end) {
        loop.post(() -> loseLink(link, end));
    }

    @Override
    public void onLaunchFailure(int slot, String message) {
        loop.post(() -> roster.launchFailed(roster.slots().get(slot), message));
    }

    // ---- Matching ----

    /** Sends from the head of the queue while a slot has a free place. */
    private void match() {
        for (TaskTicket task = queue.peek(); task != null; task = queue.peek()) {
            Slot slot = free.poll();
            if (slot == null) {
                break;
            }
            slot.offered = false;
            if (slot.hasPlace()) {
                queue.remove(task);
                slot.take(task);
                count(0, +1);
                offer(slot);
                send(slot, task);
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

    private void send(Slot slot, TaskTicket task) {
        task.queueTimer.dispose();
        Link link = slot.requireLink();
        try {
            slot.send(task, reply -> loop.post(() -> finish(link, task, reply)));
            task.resolver.onSent(link);
        } catch (Throwable e) { // the others are to be matched all the same
            loop.report(e);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    private void count(int ended, int sent) {
        completed += ended;
        executing += sent;
        queued = queue.size();
    }

    // ---- Tasks ----

    private void enqueue(TaskTicket task, Body body) {
        coming.remove(task);
        if (closedBecause != null) {
            failByClose(task, Started.NO, -1);
            return;
        }
        if (task.place == TaskTicket.Place.ENDED) {
            return;
        }
        task.body = body;
        Reservation places = task.reservation;
        if (places == null) {
            time.limit(task);
            queue(task);
        } else {
            task.place = TaskTicket.Place.QUEUED;
            queue.add(task, places);
            places.known.add(task);
            time.checkLate(task, places);
        }
        roster.begin();
        match();
    }

    private void queue(TaskTicket task) {
        task.place = TaskTicket.Place.QUEUED;
        time.limitWait(task);
        queue.add(task);
    }

    private void enqueue(Reservation places) {
        if (closedBecause != null) {
            var unused = places.rest.failRest(profileReset(Started.NO, -1, 0));
        } else if (places.tasks() > 0) { // otherwise all were stopped before they were here
            queue.add(places);
            time.limit(places);
            roster.begin();
            match();
        }
    }

    private void expect(TaskTicket task) {
        if (task.place != TaskTicket.Place.NEW) {
            return;
        }
        if (closedBecause != null) {
            failByClose(task, Started.NO, -1);
            return;
        }
        coming.add(task);
        if (task.reservation != null) {
            task.reservation.known.add(task);
            time.checkLate(task, task.reservation);
        }
    }

    private void reduce(Reservation places, long tasks) {
        if (closedBecause == null) {
            queue.reduce(places, tasks);
            match();
        }
    }

    /** The task has its outcome, and its work is not wanted any more. */
    private void withdraw(TaskTicket task) {
        task.markSettled();
        switch (task.place) {
            case QUEUED -> {
                queue.remove(task);
                task.markEnded();
                match();
            }
            case SENT -> {
                task.graceTimer = loop.after(GRACE, () -> giveUpWaiting(task)); // first: the stop may fail
                slotOf(task).stop(task);
            }
            case NEW -> {
                coming.remove(task);
                task.markEnded();
                if (task.reservation != null) {
                    reduce(task.reservation, 1);
                }
            }
            case ENDED -> arriving.remove(task);
        }
    }

    /** The daemon was told to stop the task and has not: it costs the process. */
    private void giveUpWaiting(TaskTicket task) {
        if (task.place == TaskTicket.Place.SENT) {
            slotOf(task).markOverdue(task);
        }
    }

    private void finish(Link link, TaskTicket task, Reply reply) {
        Slot slot = slotOf(link);
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
        try {
            offer(slot);
            match();
        } finally { // whatever happens to the next task, this one has its reply
            if (reply.kind() != Reply.Kind.NOT_STARTED) {
                task.resolver.onReply(reply, slot.index);
                if (!task.resolver.isResolved()) { // or its release is the next event
                    arriving.add(task);
                }
            }
        }
    }

    private void loseLink(Link link, LinkEnd end) {
        Slot slot = slotOf(link);
        if (!slot.isLinkedBy(link)) {
            return;
        }
        boolean wasAsked = slot.isAskedToLeave();
        boolean isBlamed = false;
        Reason reason = end.died() ? Reason.DAEMON_DIED : Reason.LINK_LOST;
        for (TaskTicket task : slot.markEmpty()) {
            Started begun = end.started().apply(task.sequence);
            count(0, -1);
            isBlamed |= begun != Started.NO;
            if (begun == Started.NO || mayTryAgain(task)) {
                endOrRequeue(task);
            } else {
                String message = Texts.daemonLost(profile, task, slot.index, end, begun);
                fail(task, new MiraiReset(message, reason, begun, slot.index, end.exitStatus(), task.attempts));
            }
        }
        if (!wasAsked) {
            roster.replace(slot, end, isBlamed);
        }
        match();
    }

    /** What a stream has brought cannot be taken back. */
    private boolean mayTryAgain(TaskTicket task) {
        int own = task.limits().retries();
        return !task.work.streams() && task.attempts <= (own == TaskLimits.AS_PROFILE ? retries : own);
    }

    /** A task that never started, or is tried again, goes back to its old place, unless nobody wants it any more. */
    private void endOrRequeue(TaskTicket task) {
        if (task.resolver.isResolved()) {
            task.markEnded();
        } else {
            task.slot = null;
            queue(task);
        }
    }

    private void fail(TaskTicket task, MiraiReset error) {
        task.resolver.tryFail(error);
        task.markSettled();
        task.markEnded();
    }

    private void failByClose(TaskTicket task, Started begun, int daemon) {
        fail(task, profileReset(begun, daemon, task.attempts));
    }

    private MiraiReset profileReset(Started begun, int daemon, int attempts) {
        return new MiraiReset(resetBecause, Reason.PROFILE_RESET, begun, daemon, OptionalInt.empty(), attempts);
    }

    /** What the timekeeper does to tasks. */
    private final class TimedTasks implements Timekeeper.Tasks {

        @Override
        public void withdraw(TaskTicket task) {
            Dispatcher.this.withdraw(task);
        }

        @Override
        public void failRest(Reservation places, MiraiTimeout error) {
            reduce(places, places.rest.failRest(error));
        }

        @Override
        public String load() {
            return Texts.load(queue.size(), executing, roster.online());
        }
    }

    private Slot slotOf(Link link) {
        return roster.slots().get(link.slot());
    }

    private Slot slotOf(TaskTicket task) {
        Slot slot = task.slot;
        if (slot == null) {
            throw new IllegalStateException(Texts.taskWithoutSlot(task));
        }
        return slot;
    }

    // ---- The end ----

    private void giveUp(String reason) {
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
        resetBecause = toTheTasks;
        closedBecause = atTheCall;
        roster.close(atTheCall);
        for (Queued head = queue.head(); head != null; head = queue.head()) {
            failByClose(head);
        }
        coming.forEach(task -> failByClose(task, Started.NO, -1));
        coming.clear();
        for (Slot slot : roster.slots()) {
            for (TaskTicket task : slot.markEmpty()) {
                count(0, -1);
                failByClose(task, Started.UNKNOWN, slot.index);
            }
        }
        for (TaskTicket task : arriving) {
            failByClose(task, Started.YES, task.daemon);
        }
        arriving.clear();
        count(0, 0);
        // The timer ends last: its thread may be the one that runs this, and would be interrupted.
        Mono.defer(fleet::close)
                .doOnTerminate(loop::stopTimer)
                .subscribe(nothing -> {}, ended::tryEmitError, ended::tryEmitEmpty);
    }

    private void failByClose(Queued head) {
        if (head instanceof TaskTicket task) {
            queue.remove(task);
            failByClose(task, Started.NO, -1);
        } else if (head instanceof Reservation places) {
            queue.reduce(places, places.tasks());
            var unused = places.rest.failRest(profileReset(Started.NO, -1, 0));
        }
    }
}
