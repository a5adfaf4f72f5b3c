package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.MiraiCanceled;
import io.mirai.MiraiClosed;
import io.mirai.MiraiException;
import io.mirai.MiraiReset;
import io.mirai.MiraiReset.Reason;
import io.mirai.MiraiReset.Started;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

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
 *   submit               queue it; match; what is resolved is dropped before it is sent
 *   reserve              keep places in the queue for the elements of a map
 *   everywhere           each daemon is to run it before its next task; keep it for those
 *                        that join
 *   release              queued: forget it; sent: tell the daemon to stop, start the grace
 *   timeout              fail it, then as release; of a map: all elements that are not resolved
 *   grace over           the slot gets no more tasks and its daemon is replaced
 *   reply                give the place back; match; hand the reply on
 *   start, add           the roster listens and launches
 *   link up              the slot is online; its daemon runs what was done everywhere; match
 *   draining             the slot gets no more tasks, and its daemon is replaced unless it
 *                        was asked to leave then
 *   link end             what had not started returns to its place in the queue, and so
 *                        does what may be tried again, the rest fails; the roster launches
 *                        a new daemon, or gives up
 *   launch failure       the roster launches again after a pause, or gives up that slot, and
 *                        with the last one the profile
 *   regenerate           the slot's daemon ends, what it runs fails, and so on as at its end
 *   close, given up      close the fleet; fail everything, in batches
 * </pre>
 *
 * <p>Tasks end through {@link TaskResolver}s inside the loop; those run no user code, decode nothing and make no exception.
 * An event that fails is made good: what nobody knows the state of any more, a task or a link, ends.
 */
public final class Dispatcher implements FleetListener {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String profile;
    private final Policy policy;
    private final Fleet fleet;
    private final EventLoop loop;
    private final Roster roster;
    private final Timekeeper time;
    private final Closing closing;
    private final Sinks.Empty<Void> ended = Sinks.empty();

    // Owned by the drain loop.
    private final TaskQueue queue = new TaskQueue();
    private final Deque<Slot> free = new ArrayDeque<>();
    private final Everywheres everywheres = new Everywheres();

    /** How many tasks wait for the daemon of one slot. */
    private long placed;

    /** Tasks that are announced, and whose bodies are being made. */
    private final Set<TaskTicket> coming = new LinkedHashSet<>();

    /** Tasks that have ended on their daemon, but whose value is still on its way or being read. */
    private final Set<TaskTicket> arriving = new LinkedHashSet<>();

    /** What tasks are told that come too late. */
    private String resetBecause = "";

    private boolean fleetClosed;
    private boolean allFailed;

    // Written by the drain loop, read by anyone.
    private volatile @Nullable String closedBecause;
    private volatile long queued;
    private volatile long executing;
    private volatile long completed;

    /**
     * A dispatcher that has launched nothing yet.
     *
     * @param daemons the daemons to launch at first, a slot for each
     * @param policy how tasks are handed out
     * @param fleet makes the fleet that will call this dispatcher
     * @param loop runs its events; its timer is disposed at the close
     */
    public Dispatcher(
            String profile,
            List<DaemonSpec> daemons,
            Policy policy,
            Function<FleetListener, Fleet> fleet,
            EventLoop loop) {
        this.profile = profile;
        this.policy = policy;
        this.loop = loop;
        this.fleet = fleet.apply(this);
        this.roster = new Roster(profile, daemons, this.fleet, loop, new Despair());
        this.time = new Timekeeper(profile, loop, new TimedTasks());
        this.closing = new Closing(loop, new ClosingTasks());
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
     * @return completes when each has dialled in or has been given up, or fails with what keeps all of them from it; in the loop
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
        loop.post(() -> enqueue(task, body), failure -> {
            if (task.place == TaskTicket.Place.NEW) {
                enqueue(task, body);
            } else {
                failBroken(task, failure);
            }
        });
    }

    /**
     * Hands a task to each daemon that is there, and later to each that joins, before its other tasks.
     *
     * @throws IllegalStateException if the profile is closed, or has too many of them
     */
    public void everywhere(Everywhere task) {
        requireOpen();
        everywheres.checkRoom(profile, task.name);
        loop.post(() -> spread(task), failure -> {
            if (everywheres.has(task)) {
                cancelWaiting(task, String.valueOf(failure));
            } else {
                spread(task);
            }
        });
    }

    /**
     * Takes a slot away from its daemon, if it has one. What that runs fails as {@link MiraiClosed}.
     *
     * @throws IllegalStateException if the profile is closed
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public void regenerate(int slot) {
        requireOpen();
        checkSlot(slot);
        loop.post(() -> roster.regenerate(roster.slots().get(slot)));
    }

    /**
     * Keeps places in the queue for tasks that are not encoded yet, each of which comes by {@link #submitLate}, or not,
     * because it was {@linkplain #release released} or {@linkplain #giveUpPlaces given up} before.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public void reserve(Reservation places) {
        requireOpen();
        loop.post(() -> enqueue(places), failure -> {
            if (places.queued) {
                failRest(places, () -> broken(failure, Started.NO, -1, 0));
            } else {
                enqueue(places);
            }
        });
    }

    /** Hears of a task that is still to come by {@link #submitLate}, and may be resolved before. */
    public void announce(TaskTicket task) {
        loop.post(() -> expect(task));
    }

    /** So many of the tasks that places are kept for have their outcome already, and no ticket. */
    public void giveUpPlaces(Reservation places, long tasks) {
        AtomicLong rest = new AtomicLong(tasks); // if the event runs twice they are given up once
        loop.post(() -> reduce(places, rest.getAndSet(0)));
    }

    /** Fails those of the tasks that places are kept for and that have no ticket. */
    public void failPlaces(Reservation places, TaskEnd end) {
        loop.post(() -> failRest(places, end));
    }

    /** No task will apply this function any more: the daemons need not keep it. */
    public void forget(SharedFunction function) {
        loop.post(() -> roster.slots().forEach(slot -> slot.forget(function)));
    }

    /** Hears that a task has its outcome: if it has not ended on its daemon, its work is stopped. */
    public void release(TaskTicket task) {
        loop.post(() -> withdraw(task));
    }

    /** Hears that a task has its outcome: if it has not begun on its daemon, it never does; if it has, it goes on. */
    public void abandon(TaskTicket task) {
        loop.post(() -> {
            if (task.place == TaskTicket.Place.SENT) {
                task.markSettled();
                slotOf(task).stop(task, false);
            } else {
                withdraw(task);
            }
        });
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

    /** Completes when the profile is closed, every task has its outcome, and nothing of the fleet is left; in the loop. */
    public Mono<Void> ended() {
        return ended.asMono();
    }

    /** How many tasks the daemons of this profile run at once, when all are there. */
    public int capacity() {
        return roster.capacity();
    }

    /**
     * Refuses an index of no slot.
     *
     * @throws IndexOutOfBoundsException if there is none, naming those that are
     */
    public void checkSlot(int index) {
        int slots = roster.slots().size();
        if (index < 0 || index >= slots) {
            throw new IndexOutOfBoundsException(Texts.noSuchSlot(profile, index, slots));
        }
    }

    /** How many daemons are there now; before the first was launched, how many are going to be. */
    public int present() {
        return roster.present();
    }

    /** The counts of this moment. */
    public Status status() {
        List<DaemonStatus> daemons = roster.slots().stream().map(Slot::status).toList();
        int connections = (int) daemons.stream().filter(DaemonStatus::online).count();
        return new Status(profile, connections, queued, executing, completed, 0, fleet.url(), daemons);
    }

    @Override
    public void onLink(Link link) {
        loop.post(() -> welcome(link)); // if that fails half-way, the second time kills it, and its end tells the rest
    }

    private void welcome(Link link) {
        if (!roster.tryTake(link)) {
            return;
        }
        Slot slot = slotOf(link);
        everywheres.all().forEach(task -> {
            TaskTicket ticket = task.take();
            slot.own.lineUp(ticket, slot, true);
            time.limit(ticket);
        });
        offer(slot);
        match();
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

    /** Sends from the head of the queue while a slot may have a task. */
    private void match() {
        for (TaskTicket task = queue.peek(); task != null; task = queue.peek()) {
            Slot slot = policy.inTurn() ? roster.nextInTurn() : nextFree();
            if (slot == null) {
                break;
            }
            queue.remove(task);
            if (policy.inTurn()) {
                place(task, slot);
            } else {
                hand(task, slot);
            }
            offer(slot);
        }
        count(0, 0);
    }

    private @Nullable Slot nextFree() {
        for (Slot slot = free.poll(); slot != null; slot = free.poll()) {
            slot.offered = false;
            if (slot.hasPlace()) {
                return slot;
            }
        }
        return null;
    }

    /** A free place of a slot goes to what waits for it alone; then it lines up for the next task, if it does not stand there already. */
    private void offer(Slot slot) {
        for (TaskTicket own = slot.pollOwn(); own != null; own = slot.pollOwn()) {
            if (own.place == TaskTicket.Place.QUEUED) {
                placed--;
            }
            hand(own, slot);
        }
        if (!slot.offered && slot.hasPlace()) {
            free.add(slot);
            slot.offered = true;
        }
    }

    /** A task waits for the daemon of this slot and no other. */
    private void place(TaskTicket task, Slot slot) {
        task.place = TaskTicket.Place.QUEUED;
        task.slot = slot;
        slot.own.add(task);
        placed++;
    }

    /**
     * Sends a task, unless it was resolved while it waited: whoever stopped it has been told that it never runs.
     *
     * <pre>
     *   T1: stop() ends the mirai · · · · · · · · posts its release
     *   T2:                        isResolved(): dropped
     * </pre>
     */
    private void hand(TaskTicket task, Slot slot) {
        if (task.resolver.isResolved() || !task.resolver.tryBegin()) {
            task.markSettled();
            leaveSetup(task, slot);
            task.markEnded();
            return;
        }
        slot.take(task);
        count(0, +1);
        send(slot, task);
    }

    private void send(Slot slot, TaskTicket task) {
        try {
            task.queueTimer.dispose();
            Link link = slot.requireLink();
            slot.send(task, reply -> onReply(link, task, reply));
            task.resolver.onSent(link);
        } catch (Throwable e) { // the end of its link settles it; the others are to be matched all the same
            slot.markBroken();
            loop.report(e);
        }
    }

    private void onReply(Link link, TaskTicket task, Reply reply) {
        AtomicBoolean taken = new AtomicBoolean();
        try {
            loop.post(() -> finish(link, task, reply, taken), failure -> {
                if (taken.get()) {
                    failBroken(task, failure);
                } else {
                    finish(link, task, reply, taken);
                }
            });
        } catch (Throwable e) { // there is no memory even for the news; the end of the link is told by another thread
            link.kill();
            throw e;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    private void count(int ended, int sent) {
        completed += ended;
        executing += sent;
        queued = queue.size() + placed;
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
            places.known.add(task); // first: a place without a task that it is for would end the time limit
            task.place = TaskTicket.Place.QUEUED;
            queue.add(task, places);
            time.checkLate(task, places);
        }
        roster.begin();
        match();
    }

    private void queue(TaskTicket task) {
        task.place = TaskTicket.Place.QUEUED;
        time.limitWait(task);
        if (!task.isPinned()) {
            queue.add(task);
            return;
        }
        Slot slot = roster.slots().get(task.pinnedTo);
        if (slot.isVacant()) {
            failAsLeft(task, slot);
        } else {
            place(task, slot);
            offer(slot);
        }
    }

    private void failAsLeft(TaskTicket task, Slot slot) {
        String problem = slot.problem();
        fail(task, () -> neverBegun(task, slot, Texts.nodeHasLeft(profile, task, slot.index, problem)));
    }

    /** It waits for what does not come; it may have begun before elsewhere. */
    private static MiraiReset neverBegun(TaskTicket task, Slot slot, String message) {
        Started started = task.started(Started.NO);
        return new MiraiReset(message, Reason.LINK_LOST, started, slot.index, OptionalInt.empty(), task.attempts());
    }

    private void enqueue(Reservation places) {
        if (closedBecause != null) {
            failRest(places, () -> profileReset(Started.NO, -1, 0));
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

    private void failRest(Reservation places, TaskEnd end) {
        failSome(places, places.rest.failing(end));
    }

    /** A map may have a million elements: some now, the rest in events to come. */
    private void failSome(Reservation places, Reservation.Failing failing) {
        int failed = failing.failSome(Closing.BATCH);
        if (failed >= 0) {
            reduce(places, failed);
            loop.post(() -> failSome(places, failing));
        }
    }

    /** The task has its outcome, and its work is not wanted any more. */
    private void withdraw(TaskTicket task) {
        task.markSettled();
        switch (task.place) {
            case QUEUED -> {
                unqueue(task);
                task.markEnded();
                match();
            }
            case LINED_UP -> {
                Slot slot = task.slot;
                unqueue(task);
                if (slot != null) {
                    refuseIfFailed(slot, task);
                    offer(slot);
                }
                task.markEnded();
            }
            case SENT -> {
                task.graceTimer.dispose();
                if (closedBecause == null) {
                    task.graceTimer = loop.after(GRACE, () -> giveUpWaiting(task)); // first: the stop may fail
                }
                slotOf(task).stop(task, true);
            }
            case NEW -> {
                coming.remove(task);
                task.markEnded();
                if (task.reservation != null) {
                    reduce(task.reservation, 1);
                }
            }
            case ENDED -> {
                arriving.remove(task);
                if (task.admits && task.daemon >= 0) {
                    endHeld(task, roster.slots().get(task.daemon));
                }
            }
        }
    }

    /** A task that waits, wherever it does, waits no more. */
    private void unqueue(TaskTicket task) {
        Slot slot = task.slot;
        if (task.queue == queue) {
            queue.remove(task);
        } else if (task.queue != null) {
            task.queue.remove(task);
            placed--;
        } else if (slot != null) {
            slot.own.remove(task);
        } else if (task.everywhere != null) {
            task.everywhere.remove(task);
        }
    }

    /** The daemon was told to stop the task and has not: it costs the process. */
    private void giveUpWaiting(TaskTicket task) {
        if (task.place == TaskTicket.Place.SENT) {
            Slot slot = slotOf(task);
            refuseIfFailed(slot, task);
            slot.markOverdue(task);
        }
    }

    /**
     * A task has ended on its daemon, unless that link was lost before.
     *
     * @param taken set when the task has left its slot: then nothing but this ends it
     */
    private void finish(Link link, TaskTicket task, Reply reply, AtomicBoolean taken) {
        Slot slot = slotOf(link);
        if (!slot.isLinkedBy(link) || !slot.has(task)) {
            return;
        }
        taken.set(true);
        slot.end(task, reply.kind());
        boolean hasRun = reply.kind() != Reply.Kind.NOT_STARTED;
        count(hasRun ? +1 : 0, -1);
        endSetup(task, reply.kind(), slot);
        if (hasRun) {
            task.markEnded();
        } else {
            endOrRequeue(task);
        }
        matchAgain(slot);
        if (hasRun) {
            task.resolver.onReply(reply, slot.index);
            if (!task.resolver.isResolved()) { // or its release is the next event
                arriving.add(task);
            }
        }
    }

    /** A place may be free. Whatever happens to the tasks that come next, the one that has ended goes on. */
    private void matchAgain(Slot slot) {
        try {
            offer(slot);
            match();
        } catch (Throwable e) {
            loop.report(e);
            loop.post(() -> {
                offer(slot);
                match();
            });
        }
    }

    private void loseLink(Link link, LinkEnd end) {
        Slot slot = slotOf(link);
        if (!slot.isLinkedBy(link)) {
            return;
        }
        boolean wasAsked = slot.isAskedToLeave();
        boolean isBlamed = false;
        List<TaskTicket> lost = roster.empty(slot);
        count(0, -lost.size());
        if (wasAsked) {
            slot.markVacant();
        }
        for (TaskTicket task : lost) {
            try {
                isBlamed |= lose(task, slot, end);
            } catch (Throwable e) { // the others are to hear of it all the same
                failBroken(task, e);
                loop.report(e);
            }
        }
        try {
            leaveOwn(slot);
        } finally {
            if (!wasAsked) {
                roster.replace(slot, end, isBlamed);
            }
        }
        match();
    }

    /** Whether this one may have ended the daemon. */
    private boolean lose(TaskTicket task, Slot slot, LinkEnd end) {
        Started begun = end.starts().of(task.seat, task.sequence);
        if (begun != Started.NO) {
            task.countAttempt(begun);
            if (task.admits) {
                refuse(slot, task, Texts.daemonEnded(slot.index, end));
            }
        }
        if (begun == Started.NO || mayTryAgain(task, slot)) {
            endOrRequeue(task);
        } else {
            boolean taken = slot.isTaken();
            int attempts = task.attempts();
            Started started = task.started(begun);
            fail(task, () -> lost(task, slot, taken, end, started, attempts));
        }
        return begun != Started.NO && !task.admits;
    }

    private MiraiException lost(TaskTicket task, Slot slot, boolean taken, LinkEnd end, Started begun, int attempts) {
        if (taken) {
            return new MiraiClosed(Texts.slotTaken(task, slot.index));
        }
        Reason reason = end.died() ? Reason.DAEMON_DIED : Reason.LINK_LOST;
        String message = Texts.daemonLost(profile, task, slot.index, end, begun, attempts);
        return new MiraiReset(message, reason, begun, slot.index, end.exitStatus(), attempts);
    }

    /** What waits for the daemon of this slot, which has gone: some of it for the next one in the slot. */
    private void leaveOwn(Slot slot) {
        for (TaskTicket setup : slot.own.takeSetups()) {
            orFail(setup, () -> endOrRequeue(setup));
        }
        if (policy.inTurn() || slot.isVacant()) {
            for (TaskTicket task : slot.own.takeOthers()) {
                placed--;
                orFail(task, () -> leave(task, slot));
            }
        }
    }

    /** What goes wrong with one task keeps no other from its turn. */
    private void orFail(TaskTicket task, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            failBroken(task, e);
            loop.report(e);
        }
    }

    private void leave(TaskTicket task, Slot slot) {
        if (!task.isPinned()) {
            task.slot = null;
            queue.add(task);
        } else if (slot.isVacant()) {
            failAsLeft(task, slot);
        } else {
            place(task, slot);
        }
    }

    /** What a stream has brought cannot be taken back; what is done everywhere the next daemon does anyway. */
    private boolean mayTryAgain(TaskTicket task, Slot slot) {
        int own = task.limits().retries();
        return !task.work.streams()
                && task.everywhere == null
                && !slot.isTaken()
                && task.attempts() <= (own == TaskLimits.AS_PROFILE ? policy.retries() : own);
    }

    /** A task that never started, or is tried again, goes back to its old place, unless nobody wants it any more. */
    private void endOrRequeue(TaskTicket task) {
        if (task.resolver.isResolved()) {
            task.markEnded();
        } else if (closedBecause != null) {
            failByClose(task, Started.NO, -1);
        } else if (task.everywhere != null) {
            awaitNextDaemon(task, task.everywhere);
        } else {
            task.slot = null;
            queue(task);
        }
    }

    private void fail(TaskTicket task, TaskEnd end) {
        task.resolver.tryFail(end);
        task.markSettled();
        task.markEnded();
    }

    /** An event about this task has failed half-way, so nobody knows what is left of it. */
    private void failBroken(TaskTicket task, Throwable failure) {
        Started started = task.started(task.place == TaskTicket.Place.SENT ? Started.UNKNOWN : Started.NO);
        task.resolver.tryFail(() -> broken(failure, started, task.daemon, task.attempts()));
        withdraw(task);
    }

    private MiraiReset broken(Throwable failure, Started started, int daemon, int attempts) {
        String message = Texts.eventFailed(profile, failure);
        return new MiraiReset(message, Reason.PROFILE_RESET, started, daemon, OptionalInt.empty(), attempts);
    }

    private void failByClose(TaskTicket task, Started begun, int daemon) {
        int attempts = task.attempts() + (begun == Started.UNKNOWN ? 1 : 0);
        Started started = task.started(begun);
        fail(task, () -> profileReset(started, daemon, attempts));
    }

    private MiraiReset profileReset(Started begun, int daemon, int attempts) {
        return new MiraiReset(resetBecause, Reason.PROFILE_RESET, begun, daemon, OptionalInt.empty(), attempts);
    }

    // ---- Everywhere ----

    private void spread(Everywhere task) {
        List<TaskTicket> results = List.copyOf(task.waiting());
        if (closedBecause != null) {
            results.forEach(result -> failByClose(result, Started.NO, -1));
            return;
        }
        results.forEach(result -> {
            time.limit(result);
            time.limitWait(result);
        });
        Everywhere replaced = everywheres.add(task);
        if (replaced != null) {
            cancelWaiting(replaced, Texts.replacedEverywhere(replaced.name));
        }
        for (Slot slot : roster.slots()) {
            if (slot.takesTasks()) {
                slot.own.lineUp(task.take(), slot, false);
                offer(slot);
            }
        }
        if (!results.isEmpty()) {
            roster.begin();
        }
    }

    /** No daemon runs it any more that has not begun to. */
    private void cancelWaiting(Everywhere ended, String why) {
        for (TaskTicket task : List.copyOf(ended.waiting())) {
            ended.remove(task);
            fail(task, () -> new MiraiCanceled(Texts.noMoreDaemons(task, why)));
        }
    }

    /** The daemon that was to run it has gone; so it waits for the next, if that is going to run it. */
    private void awaitNextDaemon(TaskTicket task, Everywhere everywhere) {
        Slot slot = slotOf(task);
        if (task.resolver.isResolved()) {
            task.markEnded();
        } else if (!everywheres.has(everywhere) || slot.isVacant()) {
            fail(task, () -> neverBegun(task, slot, Texts.leftBeforeSetup(task, slot.index)));
        } else {
            everywhere.giveBack(task);
        }
    }

    /**
     * If this was done everywhere, the other tasks of the slot may come; unless it has failed on a daemon that joins, which
     * then may not. One that throws on a daemon that was there is not what others have to do when they join.
     */
    private void endSetup(TaskTicket task, Reply.Kind kind, Slot slot) {
        Everywhere everywhere = task.everywhere;
        if (everywhere == null) {
            return;
        }
        boolean failed = kind != Reply.Kind.VALUE;
        if (!task.admits) {
            slot.own.endSetup(task);
            if (kind == Reply.Kind.ERROR) {
                everywheres.remove(everywhere);
                cancelWaiting(everywhere, Texts.failedEverywhere(slot.index));
            }
        } else if (!failed) {
            slot.own.endSetup(task);
        } else if (task.resolver.isResolved()) {
            endHeld(task, slot);
        }
    }

    /** A slot has given up: results that were to come of daemons that are launched may be more now than those. */
    private void expectNoMore(Everywhere everywhere, Slot slot) {
        long toCome = roster.toCome();
        for (TaskTicket task = everywhere.pollBeyond(toCome); task != null; task = everywhere.pollBeyond(toCome)) {
            TaskTicket failed = task;
            fail(failed, () -> neverBegun(failed, slot, Texts.leftBeforeSetup(failed, slot.index)));
        }
    }

    /** A task that was resolved before it was sent: if it is what every daemon runs, the others may come. */
    private void leaveSetup(TaskTicket task, Slot slot) {
        if (task.everywhere != null) {
            slot.own.endSetup(task);
            refuseIfFailed(slot, task);
        }
    }

    /** What became of a task is known now that has failed on a daemon that joins. */
    private void endHeld(TaskTicket task, Slot slot) {
        if (slot.own.areHeldBy(task)) {
            slot.own.endSetup(task);
            refuseIfFailed(slot, task);
            offer(slot);
        }
    }

    /** A daemon may not join on which this has failed; it may where somebody has only stopped it there. */
    private void refuseIfFailed(Slot slot, TaskTicket task) {
        if (!task.admits) {
            return;
        }
        MiraiException why = task.resolver.failure();
        if (why != null && !(why instanceof MiraiCanceled)) {
            refuse(slot, task, String.valueOf(why.getMessage()));
        }
    }

    private void refuse(Slot slot, TaskTicket setup, String why) {
        String message = Texts.refusedAtSetup(profile, slot.index, setup, why);
        Faults.error(() -> message, null);
        slot.markRefused(message);
    }

    /** What the timekeeper does to tasks. */
    private final class TimedTasks implements Timekeeper.Tasks {

        @Override
        public void withdraw(TaskTicket task) {
            Dispatcher.this.withdraw(task);
        }

        @Override
        public void failRest(Reservation places, TaskEnd end) {
            Dispatcher.this.failRest(places, end);
        }

        @Override
        public Load load() {
            return Dispatcher.this.load();
        }
    }

    private Load load() {
        return new Load(queue.size() + placed, executing, roster.online(), roster.noDaemon());
    }

    /** What the roster tells where no daemon can be had. */
    private final class Despair implements Roster.Observer {

        @Override
        public void onSlotGivenUp(Slot slot, String reason) {
            Faults.error(() -> Texts.slotGivenUp(profile, slot.index, reason), null);
            leaveOwn(slot);
            everywheres.all().forEach(everywhere -> expectNoMore(everywhere, slot));
            match();
        }

        @Override
        public void onGiveUp(String reason) {
            closeBecause(Texts.profileFailed(profile, reason), reason);
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

    /**
     * Closes for a reason. The fleet closes first, so that nothing that goes wrong with the tasks keeps its processes alive.
     *
     * @param atTheCall what a later submission is told
     * @param toTheTasks what the unresolved tasks are told
     */
    private void closeBecause(String atTheCall, String toTheTasks) {
        if (closing.hasBegun()) {
            return;
        }
        if (closedBecause == null) {
            resetBecause = toTheTasks;
            closedBecause = atTheCall;
            closeFleet();
        }
        roster.close(atTheCall);
        failAll();
    }

    private void closeFleet() {
        Runnable closed = () -> {
            fleetClosed = true;
            tellIfClosed();
        };
        try {
            fleet.close()
                    .subscribe(
                            nothing -> {},
                            error -> {
                                loop.report(error);
                                loop.post(closed);
                            },
                            () -> loop.post(closed));
        } catch (Throwable e) { // somebody waits for the end, whatever it leaves
            loop.report(e);
            loop.post(closed);
        }
    }

    private void failAll() {
        for (Slot slot : roster.slots()) {
            List<TaskTicket> inFlight = roster.empty(slot);
            closing.add(inFlight, Started.UNKNOWN, slot.index);
            count(0, -inFlight.size());
            closing.add(slot.own.takeSetups(), Started.NO, -1);
            closing.add(slot.own.takeOthers(), Started.NO, -1);
        }
        placed = 0;
        everywheres.all().forEach(everywhere -> closing.add(everywhere.waiting(), Started.NO, -1));
        closing.add(coming, Started.NO, -1);
        closing.addArriving(arriving);
        closing.add(queue);
        closing.begin();
    }

    private void tellIfClosed() {
        if (fleetClosed && allFailed) {
            // The timer ends after all that it may be asked for; its thread may be the one that runs this.
            loop.stopTimer();
            ended.tryEmitEmpty();
        }
    }

    /** What is done to tasks when the profile closes. */
    private final class ClosingTasks implements Closing.Tasks {

        @Override
        public void fail(TaskTicket task, Started begun, int daemon) {
            failByClose(task, begun, daemon);
        }

        @Override
        public TaskEnd endOfRest() {
            return () -> profileReset(Started.NO, -1, 0);
        }

        @Override
        public void onAllFailed() {
            allFailed = true;
            count(0, 0);
            tellIfClosed();
        }
    }
}
