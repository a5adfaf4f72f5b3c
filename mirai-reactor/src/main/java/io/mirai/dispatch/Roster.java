package io.mirai.dispatch;

import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The slots of one profile and the daemons that come and go in them: listening, launching, replacing, giving
 * up. What the daemons work on is the {@link Dispatcher}'s, in whose loop all of this runs; {@link #slots()} and
 * {@link #started()} are for any thread.
 *
 * <pre>
 *   NEW ──begin──► opening ──the fleet listens──► LISTENING: a daemon launched for each slot
 *                     │                               │  launch failure, end of a link: once more, after a
 *                     │                               │  pause if daemons of that slot keep dying early
 *                     │                               ▼ the fifth early death in a row in one slot
 *                     │ cannot listen              that slot gives up
 *                     ▼                               ▼ no slot is left
 *                  gives up ◄─────────────────────────┘
 * </pre>
 *
 * <p>An early death is one before the daemon's first finished task that no task is to blame for and that was not
 * of our doing. A slot that has given up shows why in its status. After {@link #close} nothing is launched any more, whatever the fleet still tells.
 */
final class Roster {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final int EARLY_DEATHS_TO_GIVE_UP = 5;

    private final String profile;
    private final Fleet fleet;
    private final EventLoop loop;
    private final Observer observer;
    private final Sinks.Empty<Void> started = Sinks.empty();

    // Owned by the drain loop.
    private boolean listening;
    private boolean closed;
    private int awaitingFirstLink;
    private int turn = -1;

    /** Why the last daemon could not be had that somebody waits for; null since one could. */
    private @Nullable String lastFailure;

    // Written by the drain loop, read by anyone.
    private volatile boolean begun;
    private volatile int online;
    private volatile List<Slot> slots;
    private volatile int capacity;

    /** Hears in the loop that daemons cannot be had. */
    interface Observer {

        /** One slot has none, and gets none; others have. */
        void onSlotGivenUp(Slot slot, String reason);

        /** No slot is left that has one or may get one. */
        void onGiveUp(String reason);
    }

    /** Nothing is launched yet. */
    Roster(String profile, List<DaemonSpec> daemons, Fleet fleet, EventLoop loop, Observer observer) {
        this.profile = profile;
        this.slots = IntStream.range(0, daemons.size())
                .mapToObj(index -> new Slot(index, daemons.get(index)))
                .toList();
        this.capacity = capacityOf(slots);
        this.fleet = fleet;
        this.loop = loop;
        this.observer = observer;
    }

    private static int capacityOf(List<Slot> slots) {
        return slots.stream().mapToInt(slot -> slot.daemon().threads()).sum();
    }

    List<Slot> slots() {
        return slots;
    }

    /** How many tasks they run at once, if each has its daemon. */
    int capacity() {
        return capacity;
    }

    /** How many of them have a link. */
    int online() {
        return online;
    }

    /** How many slots wait for a daemon that may come. */
    long toCome() {
        return slots.stream()
                .filter(slot -> !slot.isOnline() && !slot.isVacant())
                .count();
    }

    /** Why no daemon can be had; null if one is there, or none has failed yet. */
    @Nullable
    String noDaemon() {
        return online == 0 ? lastFailure : null;
    }

    /** How many daemons are there, or are meant to be where none was launched yet. */
    int present() {
        return begun ? online : slots.size();
    }

    /** Completes when each slot has had a daemon, or fails with what keeps them from it. */
    Mono<Void> started() {
        return started.asMono();
    }

    /** Listens, and launches the daemons. Idempotent. */
    void begin() {
        if (begun || closed) {
            return;
        }
        begun = true;
        try {
            fleet.listen().subscribe(nothing -> {}, this::cannotListen, () -> loop.post(this::launchAll));
        } catch (Throwable e) {
            cannotListen(e);
        }
    }

    private void cannotListen(Throwable error) {
        loop.post(() -> giveUp(Texts.cannotListen(profile, error)));
    }

    private void launchAll() {
        listening = true;
        awaitingFirstLink = slots.size();
        slots.forEach(this::launch);
        tellIfStarted();
    }

    /** Launches daemons, in the slots of those that have left as they were asked to, then in new ones. */
    void add(int daemons, DaemonSpec spec) {
        if (closed) {
            return;
        }
        List<Slot> vacant = slots.stream().filter(Slot::isVacant).limit(daemons).toList();
        vacant.forEach(slot -> slot.markWanted(spec));
        int more = daemons - vacant.size();
        List<Slot> fresh = IntStream.range(slots.size(), slots.size() + more)
                .mapToObj(index -> new Slot(index, spec))
                .toList();
        List<Slot> all = Stream.concat(slots.stream(), fresh.stream()).toList();
        capacity = capacityOf(all);
        slots = all;
        if (listening) {
            awaitingFirstLink += (int) vacant.stream().filter(Slot::isNew).count() + more;
            Stream.concat(vacant.stream(), fresh.stream()).forEach(this::launch);
        } else {
            begin(); // launches them with the others
        }
    }

    private void launch(Slot slot) {
        if (closed) {
            return;
        }
        slot.markLaunching();
        try {
            fleet.launch(slot.index, slot.instance() + 1, slot.daemon());
        } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
            loop.post(() -> launchFailed(slot, String.valueOf(e)));
        }
    }

    private void tellIfStarted() {
        if (awaitingFirstLink == 0) {
            started.tryEmitEmpty();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    private void countOnline(int more) {
        online += more;
    }

    /** A daemon has dialled in: puts it in its slot, or ends it if it has none to take. */
    boolean tryTake(Link link) {
        Slot slot = slots.get(link.slot());
        if (closed || slot.isOnline()) {
            link.kill();
            return false;
        }
        boolean first = slot.isNew();
        slot.markOnline(link);
        countOnline(+1);
        lastFailure = null;
        if (first) {
            awaitingFirstLink--;
            tellIfStarted();
        }
        return true;
    }

    /** The slot has lost its link: hands over what was in flight there. */
    List<TaskTicket> empty(Slot slot) {
        if (slot.isOnline()) {
            countOnline(-1);
        }
        return slot.markEmpty();
    }

    /** A daemon never dialled in. */
    void launchFailed(Slot slot, String message) {
        if (slot.tryMarkLaunchFailed(message)) {
            relaunch(slot, message);
        }
    }

    /**
     * The slot was emptied by the end of its link: launches the next daemon.
     *
     * @param isBlamed whether a task had begun that had not ended
     */
    void replace(Slot slot, LinkEnd end, boolean isBlamed) {
        String refusal = slot.refusal();
        String why = refusal == null ? Texts.daemonEnded(slot.index, end) : refusal;
        if (!isBlamed && slot.diedEarly()) {
            slot.markEarlyDeath(why);
        }
        relaunch(slot, why);
    }

    /** The slot was taken away from its daemon, if it had one; one that has given up is tried again. */
    void regenerate(Slot slot) {
        boolean hadGivenUp = slot.hasGivenUp();
        slot.markTaken();
        if (hadGivenUp) {
            slot.markWanted(slot.daemon());
            awaitingFirstLink += slot.isNew() ? 1 : 0;
            launch(slot);
        }
    }

    /** The next slot whose daemon takes tasks, after the one that had the last turn; null if there is none. */
    @Nullable
    Slot nextInTurn() {
        for (int tried = 0; tried < slots.size(); tried++) {
            turn = (turn + 1) % slots.size();
            if (slots.get(turn).takesTasks()) {
                return slots.get(turn);
            }
        }
        return null;
    }

    private void relaunch(Slot slot, String lastFailure) {
        if (closed) {
            return;
        }
        int deaths = slot.earlyDeaths();
        if (deaths > 0) {
            this.lastFailure = lastFailure;
        }
        if (deaths >= EARLY_DEATHS_TO_GIVE_UP) {
            giveUp(slot, Texts.gaveUp(profile, slot.index, deaths, lastFailure));
        } else if (deaths == 0) {
            launch(slot);
        } else {
            launchAfter(slot, FIRST_BACKOFF.multipliedBy(1L << (deaths - 1)));
        }
    }

    private void launchAfter(Slot slot, Duration pause) {
        try {
            loop.after(pause, () -> launch(slot));
        } catch (Throwable e) { // such as want of memory; without a pause it is launched all the same
            loop.report(e);
            loop.post(() -> launch(slot));
        }
    }

    private void giveUp(Slot slot, String reason) {
        slot.markGivenUp(reason);
        if (slots.stream().allMatch(Slot::isVacant)) {
            giveUp(reason);
            return;
        }
        if (slot.isNew()) {
            awaitingFirstLink--;
            tellIfStarted();
        }
        observer.onSlotGivenUp(slot, reason);
    }

    private void giveUp(String reason) {
        started.tryEmitError(new IllegalStateException(reason));
        observer.onGiveUp(reason);
    }

    /**
     * Launches nothing any more.
     *
     * @param reason what somebody who still waits for the daemons is told
     */
    void close(String reason) {
        closed = true;
        started.tryEmitError(new IllegalStateException(reason));
    }
}
