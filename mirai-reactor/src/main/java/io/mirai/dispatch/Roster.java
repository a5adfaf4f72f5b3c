package io.mirai.dispatch;

import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the slots of one profile filled with daemons: listens, launches, replaces, gives up. All of this runs in the drain loop;
 * {@link #slots()} and the counts are for any thread.
 *
 * <pre>
 *   NEW ──begin──► opening ──the fleet listens──► LISTENING: a daemon launched for each slot
 *                     │                               │  launch failure, end of a link: once more, after a
 *                     │                               │  pause if daemons of that slot keep dying early
 *                     │                               ▼ the fifth early death in a row in one slot
 *                     │ cannot listen              that slot gives up
 *                     ▼                               ▼ no slot is left
 *                  gives up ◄─────────────────────────┘ and no daemon dials in that this host does not start
 * </pre>
 *
 * <p>{@link Launches} starts the daemons, a few at a time. A failed launch is an early death, and so is the end of a daemon that has
 * finished no task, unless a task is to blame, or the slot was taken away from it. A slot that has given up shows why in its status.
 * After {@link #close} nothing is launched any more, whatever the fleet still tells.
 */
final class Roster {

    private static final int EARLY_DEATHS_TO_GIVE_UP = 5;

    private final String profile;
    private final boolean open;
    private final Fleet fleet;
    private final EventLoop loop;
    private final Counts counts;
    private final Setups setups;
    private final Observer observer;
    private final Launches launches;
    private final Slots slots = new Slots();
    private final FirstLinks firstLinks = new FirstLinks();

    // Owned by the drain loop.
    private final TreeMap<Integer, Slot> vacant = new TreeMap<>();
    private boolean listening;
    private boolean closed;

    /** Why the last launch failed, or the last daemon died early; null once a daemon has dialled in after that. */
    private @Nullable String lastFailure;

    // The drain loop writes, any thread reads.
    private volatile boolean begun;
    private volatile int online;
    private volatile int capacity;

    /** Hears in the loop that no daemon comes any more. */
    interface Observer {

        /** Hears that one slot gets no daemon any more, while others have one or may get one. */
        void onSlotGivenUp(Slot slot, String reason);

        /** Hears that one slot gets no daemon any more, since it was called off. */
        void onSlotCalledOff(Slot slot);

        /** Hears that no slot is left that has a daemon or may get one. */
        void onGiveUp(String reason);
    }

    /**
     * Makes a roster that has launched nothing yet.
     *
     * @param first the daemons that there are to be at first, a slot for each
     */
    Roster(
            String profile,
            FirstDaemons first,
            Fleet fleet,
            EventLoop loop,
            Counts counts,
            Setups setups,
            Observer observer) {
        this.profile = profile;
        this.fleet = fleet;
        this.loop = loop;
        this.counts = counts;
        this.setups = setups;
        this.observer = observer;
        this.launches = new Launches(fleet, loop, this::launchFailed);
        this.open = first.open();
        first.launched().forEach(this::addSlotToLaunch);
        for (int i = 0; i < first.awaited(); i++) {
            addVacantSlot();
        }
    }

    private Slot addSlot(DaemonSpec spec) {
        Slot slot = new Slot(slots.size(), spec, open, counts);
        slots.add(slot);
        addCapacity(spec.threads());
        return slot;
    }

    private Slot addSlotToLaunch(DaemonSpec spec) {
        Slot slot = addSlot(spec);
        firstLinks.await(slot);
        return slot;
    }

    private Slot addVacantSlot() {
        Slot slot = addSlot(DaemonSpec.DEFAULT);
        slot.markVacant(null);
        vacant.put(slot.index, slot);
        return slot;
    }

    /** Adds slots, for daemons that dial in by themselves, until there are so many. */
    void expect(int daemons) {
        loop.doInBatches(() -> {
            if (!closed && slots.size() < daemons) {
                addVacantSlot();
            }
            return !closed && slots.size() < daemons;
        });
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    private void addCapacity(int more) {
        capacity += more;
    }

    Slots slots() {
        return slots;
    }

    /** Returns the sum of the capacities of the daemons, when all are there. */
    int capacity() {
        return capacity;
    }

    /** Returns how many daemons are there. */
    int online() {
        return online;
    }

    /** Returns how many daemons may still come; in their slots there may be others that are leaving. */
    int toCome() {
        return open ? Integer.MAX_VALUE : slots.size() - setups.openLanes() - vacant.size();
    }

    /** Returns how many slots wait for a daemon that this host does not start. Any thread. */
    int awaited() {
        return open ? (int) slots.all().stream().filter(Slot::isVacant).count() : 0;
    }

    /** Returns why no daemon is there; null if one is, or none has failed yet. */
    @Nullable
    String noDaemon() {
        return online == 0 ? lastFailure : null;
    }

    /** Returns how many daemons are there, or are meant to be where none was launched yet. */
    int present() {
        return begun ? setups.openLanes() : slots.size();
    }

    /** Tells when the profile has started. */
    FirstLinks firstLinks() {
        return firstLinks;
    }

    // ---- Launching ----

    /** Listens, and then launches the daemons. Idempotent. */
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
        loop.forEach(slots, slot -> {
            if (!slot.isVacant()) {
                launches.add(slot);
            }
        });
        firstLinks.markListening();
    }

    /** Launches daemons in vacant slots, and then in new ones. */
    void add(List<DaemonSpec> daemons) {
        if (closed) {
            return;
        }
        Iterator<DaemonSpec> left = daemons.iterator();
        loop.doInBatches(() -> {
            if (left.hasNext()) {
                addOne(left.next());
            }
            return left.hasNext();
        });
        begin(); // launches them with the others, if it does not listen yet
    }

    private void addOne(DaemonSpec spec) {
        if (!vacant.isEmpty()) {
            launchIn(vacant.firstEntry().getValue(), spec);
            return;
        }
        Slot slot = addSlotToLaunch(spec);
        if (listening) {
            launches.add(slot);
        }
    }

    /** Launches a daemon in this slot, if it is vacant. */
    void launchIn(Slot slot, DaemonSpec spec) {
        if (closed || vacant.remove(slot.index) == null) {
            return;
        }
        addCapacity(spec.threads() - slot.capacity());
        slot.markWanted(spec);
        firstLinks.await(slot);
        if (listening) {
            launches.add(slot);
        }
    }

    /** Launches again, or leaves the slot, after a daemon that never dialled in. */
    void launchFailed(Slot slot, String message) {
        if (slot.tryMarkLaunchFailed(message)) {
            launches.ended(slot);
            if (slot.isCalledOff()) {
                callOff(slot);
            } else {
                firstLinks.markFailed(slot);
                relaunch(slot, message);
            }
            launches.next();
        }
    }

    /** Starts no daemon for a slot that has none, unless one is being launched; that is drained when it dials in. */
    void callOff(Slot slot) {
        if (!closed && !slot.isVacant() && !slot.tryCallOff()) {
            firstLinks.markGivenUp(slot);
            slot.markVacant(null);
            vacant.put(slot.index, slot);
            observer.onSlotCalledOff(slot);
        }
    }

    // ---- Daemons come and go ----

    /** Puts a daemon that has dialled in into its slot, and returns that; refuses it and returns null if there is none for it. */
    @Nullable
    Slot tryTake(Link link) {
        String refusal = reasonToRefuse(link);
        if (refusal != null) {
            link.refuse(refusal);
            return null;
        }
        Slot slot = slotFor(link);
        vacant.remove(slot.index);
        addCapacity(link.capacity() - slot.capacity());
        if (slot.markOnline(link, setups.laneOfJoining())) {
            launches.ended(slot);
        }
        link.admit(slot.index, slot.instance());
        countOnline(+1);
        lastFailure = null;
        firstLinks.markOnline(slot);
        launches.next();
        return slot;
    }

    private @Nullable String reasonToRefuse(Link link) {
        int wanted = link.slot();
        if (closed) {
            return Texts.profileClosed(profile);
        }
        //  T1: proves the old secret · · · · · · · · · · · · · · · its link is an event
        //  T2:                           saisei: takes it back, and ends the link that the slot has by then
        if (!link.isStillWelcome()) {
            return Texts.secretTakenBack(profile);
        }
        if (wanted == Link.ANY_SLOT) {
            return null;
        }
        if (wanted < 0 || wanted >= slots.size()) {
            return Texts.noSuchSlot(profile, wanted, slots.size());
        }
        Slot slot = slots.get(wanted);
        return slot.isOnline() || (!link.isReplaced() && !slot.isVacant()) ? Texts.slotTaken(profile, wanted) : null;
    }

    /** Returns the slot that it asks for, else the first without a daemon, else one more. */
    private Slot slotFor(Link link) {
        if (link.slot() != Link.ANY_SLOT) {
            return slots.get(link.slot());
        }
        return vacant.isEmpty() ? addVacantSlot() : vacant.firstEntry().getValue();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    private void countOnline(int more) {
        online += more;
    }

    /** Empties a slot that has lost its link; returns the tasks that had a seat there. */
    List<Ticket> empty(Slot slot) {
        if (slot.isOnline()) {
            countOnline(-1);
        }
        return slot.markEmpty();
    }

    /** Leaves a slot vacant whose daemon has left as it was asked to, or was not started by this host. */
    void leaveVacant(Slot slot, SlotLink ended, LinkEnd end) {
        String why = ended.isAskedToLeave() || ended.isTaken() ? null : whyEnded(slot, ended, end);
        slot.markVacant(why);
        vacant.put(slot.index, slot);
        lastFailure = why == null ? lastFailure : why;
    }

    private static String whyEnded(Slot slot, SlotLink ended, LinkEnd end) {
        String refusal = ended.refusal();
        return refusal == null ? Texts.daemonEnded(slot.index, end) : refusal;
    }

    /**
     * Launches the next daemon in a slot that the end of its link has emptied.
     *
     * @param isBlamed whether a task may have ended the daemon
     */
    void replace(Slot slot, SlotLink ended, LinkEnd end, boolean isBlamed) {
        String why = whyEnded(slot, ended, end);
        if (!isBlamed && ended.diesEarly()) {
            slot.markEarlyDeath(why);
        }
        relaunch(slot, why);
    }

    /** Takes a slot away from its daemon, if it has one; tries again if the slot has given up. */
    void regenerate(Slot slot) {
        boolean hadGivenUp = slot.hasGivenUp();
        slot.markTaken();
        if (hadGivenUp) {
            vacant.remove(slot.index);
            slot.markWanted(slot.spec());
            firstLinks.await(slot);
            launches.add(slot);
        }
    }

    private void relaunch(Slot slot, String failure) {
        if (closed) {
            return;
        }
        int deaths = slot.earlyDeaths();
        if (deaths > 0) {
            lastFailure = failure;
        }
        if (deaths >= EARLY_DEATHS_TO_GIVE_UP) {
            giveUp(slot, Texts.gaveUp(profile, slot.index, deaths, failure));
        } else {
            launches.add(slot, deaths);
        }
    }

    // ---- Giving up ----

    private void giveUp(Slot slot, String reason) {
        slot.markGivenUp(reason);
        vacant.put(slot.index, slot);
        if (vacant.size() == slots.size()) {
            firstLinks.fail(reason);
            if (!open) {
                giveUp(reason);
                return;
            }
        }
        firstLinks.markGivenUp(slot);
        observer.onSlotGivenUp(slot, reason);
    }

    private void giveUp(String reason) {
        firstLinks.fail(reason);
        observer.onGiveUp(reason);
    }

    /**
     * Launches nothing any more.
     *
     * @param reason why those fail that still wait for the daemons to start
     */
    void close(String reason) {
        closed = true;
        launches.close();
        firstLinks.fail(reason);
    }
}
