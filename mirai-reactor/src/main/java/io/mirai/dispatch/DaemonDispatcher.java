package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.Status;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Reply;
import io.mirai.spi.SharedFunction;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Matches the queue of one profile with the free threads of its daemons.
 *
 * <p>It is one drain loop: any thread posts events (a caller that submits or stops, an event loop with a reply, the loop's own
 * thread when a time is over, the fleet), and the thread that finds the {@linkplain EventLoop loop} idle handles them. So the state
 * in the rooms below has one owner at a time and needs no lock, nothing blocks, and the caller's own thread may be the one that
 * sends its task. The method, the event and its handler have the same name:
 *
 * <pre>
 *   event          handler                what it does
 *   ────────────────────────────────────────────────────────────────────────────────────────────
 *   await, weigh,  Admission              the caller waits at the gate until there is room in the queue
 *   leave
 *   submit         Intake                 queues the task; Matcher: drops what is resolved before it is sent
 *   announce       Intake                 knows the task, whose body is being made
 *   reserve        Intake                 keeps places in the queue for the elements of a map
 *   giveUpPlaces,  Intake                 the elements that have no ticket come no more; fails them
 *   failPlaces
 *   everywhere     Intake, Setups         each daemon runs it before its next task; keeps it for those that join
 *   release        Stops                  queued: forgets it; sent: tells the daemon to stop, starts the grace
 *   abandon        Stops                  as release, but a task that runs goes on
 *   forget         Links                  the daemons drop a map's function
 *   reply          Replies                gives the seat back; matches; hands the reply on
 *   value lost     Replies                the task returns to its place if it may be tried again; else it fails
 *   start, add     Roster                 listens and launches
 *   link           Links, Roster          the slot is online; its setup tasks; matches
 *   draining       Links                  the daemon gets no more tasks, and is replaced unless it was asked to leave
 *   drain          Links, Roster          the daemon gets no more tasks, is asked to leave, and is not replaced
 *   link end       Links, LinkLoss        tasks that never started return to their places, and so do those that may be
 *                                         tried again; the rest fails; Roster: launches a new daemon, or gives up
 *   launch failure Roster                 launches again after a pause, or gives up the slot, and with the last the profile
 *   regenerate     Links, Roster          kills the link, whose tasks fail at its end; tries again if the slot has given up
 *   a time is over Timekeeper, Stops      fails the task, then as release; the grace: replaces the daemon; SendAhead: recalls tasks
 *   close          Closing                closes the fleet; fails everything, in batches
 * </pre>
 *
 * <p>No event costs more than a bounded number of steps, however many slots and tasks there are; longer work is done in
 * batches, with other events between. Tasks end through {@link TaskResolver}s inside the loop; those run no user code, decode
 * nothing and make no exception. When an event fails, the task or the link that it was about ends, unless its state is known.
 */
public final class DaemonDispatcher implements Dispatcher, FleetListener {

    private final String profile;
    private final Fleet fleet;
    private final EventLoop loop;
    private final Counts counts = new Counts();
    private final Setups setups;
    private final Ends ends;
    private final Admission admission;
    private final Matcher matcher;
    private final Roster roster;
    private final Intake intake;
    private final Stops stops;
    private final Replies replies;
    private final Links links;
    private final SlotCalls calls;
    private final Closing closing;

    /** Why the profile takes no more tasks; null while it is open. */
    private volatile @Nullable String closedBecause;

    /**
     * Makes a dispatcher that has launched nothing yet.
     *
     * @param daemons the daemons that there are to be at first
     * @param policy how many tasks may wait, and how they are handed out
     * @param fleet makes the fleet that will call this dispatcher
     * @param loop runs its events; stopped at the close
     */
    public DaemonDispatcher(
            String profile, FirstDaemons daemons, Policy policy, Function<FleetListener, Fleet> fleet, EventLoop loop) {
        this.profile = profile;
        this.loop = loop;
        this.fleet = fleet.apply(this);
        this.setups = new Setups(profile);
        this.ends = new Ends(profile);
        Timekeeper time = new Timekeeper(profile, loop, new TimedTasks());
        SendAhead sendAhead = new SendAhead(loop, policy);
        Placement placement = policy.inTurn() ? new Placement.InTurn() : new Placement.FirstFree(sendAhead);
        this.admission = new Admission(profile, policy.limits(), loop, this::queue);
        this.matcher = new Matcher(loop, counts, setups, placement, time, admission, ends, this::reply);
        this.roster = new Roster(profile, daemons, this.fleet, loop, counts, setups, new Despair());
        this.intake = new Intake(loop, matcher, roster, time, setups, ends, admission);
        this.stops = new Stops(loop, intake, matcher, setups, roster, ends, admission, sendAhead);
        this.replies = new Replies(loop, policy, roster, counts, matcher, intake, setups, stops, admission);
        this.links =
                new Links(loop, policy, roster, matcher, intake, setups, ends, stops, admission, sendAhead, replies);
        this.calls = new SlotCalls(profile, this.fleet, loop, roster, links);
        this.closing = new Closing(loop, this.fleet, ends);
    }

    @Override
    public String profile() {
        return profile;
    }

    @Override
    public Codec codec() {
        return fleet.codec();
    }

    @Override
    public String url() {
        return fleet.url();
    }

    // ---- Tasks ----

    @Override
    public Admission admission() {
        return admission;
    }

    private void queue(AdmissionWaiter.Admitted admitted) {
        try {
            intake.submit(admitted.ticket(), admitted.body());
        } catch (Throwable e) { // the others in the line wait for their turn all the same
            submitAgain(admitted.ticket(), admitted.body(), e);
            loop.report(e);
        }
    }

    private void submitAgain(Ticket ticket, Body body, Throwable failure) {
        if (ticket.isFresh()) {
            intake.submit(ticket, body);
        } else {
            stops.breakOff(ticket, failure);
        }
    }

    @Override
    public void submit(Ticket ticket, Body body) {
        requireOpen();
        submitLate(ticket, body);
    }

    @Override
    public void submitLate(Ticket ticket, Body body) {
        loop.post(() -> intake.submit(ticket, body), failure -> submitAgain(ticket, body, failure));
    }

    @Override
    public void announce(Ticket ticket) {
        loop.post(() -> intake.announce(ticket));
    }

    @Override
    public void release(Ticket ticket) {
        loop.post(() -> stops.release(ticket));
    }

    @Override
    public void valueLost(Ticket ticket, TaskEnd end) {
        loop.post(() -> replies.valueLost(ticket, end));
    }

    @Override
    public void abandon(Ticket ticket) {
        loop.post(() -> stops.abandon(ticket));
    }

    @Override
    public void reserve(Reservation places) {
        requireOpen();
        loop.post(() -> intake.reserve(places), failure -> {
            if (places.isQueued) {
                intake.failPlaces(places, ends.broken(failure));
            } else {
                intake.reserve(places);
            }
        });
    }

    @Override
    public void giveUpPlaces(Reservation places, long tasks) {
        AtomicLong rest = new AtomicLong(tasks); // if the event runs twice they are given up once
        loop.post(() -> intake.giveUpPlaces(places, rest.getAndSet(0)));
    }

    @Override
    public void failPlaces(Reservation places, TaskEnd end) {
        loop.post(() -> intake.failPlaces(places, end));
    }

    @Override
    public void forget(SharedFunction function) {
        loop.post(() -> loop.forEach(roster.slots(), slot -> links.forget(slot, function)));
    }

    @Override
    public void everywhere(SetupTask task) {
        requireOpen();
        setups.checkRoom(task.name);
        loop.post(() -> intake.everywhere(task), failure -> {
            if (setups.has(task)) {
                intake.cancelWaiting(task, String.valueOf(failure));
            } else {
                intake.everywhere(task);
            }
        });
    }

    private void reply(Ticket ticket, Ticket.Sent sent, Reply reply) {
        try {
            loop.post(() -> replies.reply(ticket, sent, reply), failure -> {
                if (sent.answered) {
                    stops.breakOff(ticket, failure);
                } else {
                    replies.reply(ticket, sent, reply);
                }
            });
        } catch (Throwable e) { // there is no memory even for the event; another thread tells of the end of the link
            sent.link.link.kill();
            throw e;
        }
    }

    // ---- Daemons ----

    @Override
    public Mono<Void> start() {
        loop.post(roster::begin);
        return roster.firstLinks().all();
    }

    @Override
    public void add(int daemons, DaemonSpec spec) {
        requireOpen();
        calls.add(daemons, spec);
    }

    @Override
    public List<String> launch(List<DaemonSpec> elsewhere) {
        requireOpen();
        return calls.launch(elsewhere);
    }

    @Override
    public List<String> launchIn(int slot, DaemonSpec elsewhere) {
        requireOpen();
        return calls.launchIn(slot, elsewhere);
    }

    @Override
    public List<String> commands(int daemons, DaemonSpec spec) {
        requireOpen();
        return calls.commands(daemons, spec);
    }

    @Override
    public int awaited() {
        return roster.awaited();
    }

    @Override
    public void regenerate(int slot) {
        requireOpen();
        calls.regenerate(slot);
    }

    @Override
    public Mono<Void> drain(int slot) {
        return calls.drain(slot, ended());
    }

    @Override
    public void onLink(Link link) {
        loop.post(() -> links.link(link));
    }

    @Override
    public void onDraining(Link link, Departure reason) {
        loop.post(() -> links.draining(link, reason));
    }

    @Override
    public void onLinkEnd(Link link, LinkEnd end) {
        loop.post(() -> links.linkEnd(link, end));
    }

    @Override
    public void onLaunchFailure(int slot, String message) {
        loop.post(() -> roster.launchFailed(roster.slots().get(slot), message));
    }

    @Override
    public void onLaunchQueued(int slot) {
        loop.post(() -> roster.firstLinks().markQueued(roster.slots().get(slot)));
    }

    @Override
    public void checkSlot(int index) {
        calls.check(index);
    }

    @Override
    public int slots() {
        return roster.slots().size();
    }

    @Override
    public int capacity() {
        return roster.capacity();
    }

    @Override
    public int ahead() {
        return (int) counts.ahead();
    }

    @Override
    public int present() {
        return roster.present();
    }

    @Override
    public Status status() {
        List<DaemonStatus> daemons = roster.slots().status();
        int connections = (int) daemons.stream().filter(DaemonStatus::online).count();
        return new Status(
                profile,
                connections,
                counts.queued(),
                counts.executing(),
                counts.completed(),
                admission.waiting(),
                fleet.url(),
                daemons);
    }

    /** Ends tasks for the timekeeper. */
    private final class TimedTasks implements Timekeeper.Tasks {

        @Override
        public void withdraw(Ticket ticket) {
            stops.release(ticket);
        }

        @Override
        public void failRest(Reservation places, TaskEnd end) {
            intake.failPlaces(places, end);
        }

        @Override
        public Load load() {
            return new Load(counts.queued(), counts.executing(), roster.online(), roster.noDaemon());
        }
    }

    /** Ends what waits in vain where no daemon can be launched. */
    private final class Despair implements Roster.Observer {

        @Override
        public void onSlotGivenUp(Slot slot, String reason) {
            Faults.error(() -> Texts.slotGivenUp(profile, slot.index, reason), null);
            links.expectNoMore(slot);
        }

        @Override
        public void onSlotCalledOff(Slot slot) {
            links.expectNoMore(slot);
        }

        @Override
        public void onGiveUp(String reason) {
            loop.post(() -> closeBecause(Texts.profileFailed(profile, reason), reason));
        }
    }

    // ---- The end ----

    @Override
    public void requireOpen() {
        String reason = closedBecause;
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
    }

    @Override
    public boolean isClosed() {
        return closedBecause != null;
    }

    @Override
    public void close() {
        loop.post(() -> closeBecause(Texts.profileClosed(profile), Texts.resetByClose(profile)));
    }

    @Override
    public void terminate() {
        fleet.terminate();
    }

    @Override
    public Mono<Void> ended() {
        return closing.ended();
    }

    /** Closes the profile: later submissions are told one reason, unresolved tasks the other. If this fails half-way it runs again, and goes on. */
    private void closeBecause(String atTheCall, String toTheTasks) {
        if (closing.hasBegun()) {
            return;
        }
        if (closedBecause == null) {
            ends.closeBecause(toTheTasks);
            closedBecause = atTheCall;
            closing.closeFleet();
        }
        roster.close(atTheCall);
        matcher.close();
        intake.close();
        stops.close();
        links.close();
        admission.close(atTheCall);
        closing.add(admission);
        closing.add(roster);
        setups.forJoining().forEach(closing::add);
        closing.addComing(intake.coming());
        closing.addArriving(stops.arriving());
        matcher.returning().forEach(closing::add);
        closing.add(matcher.queue);
        closing.failAll();
    }
}
