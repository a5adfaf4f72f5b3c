package io.mirai.dispatch;

import io.mirai.spi.Fleet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Launches the daemons of one profile. Of those on this machine at most {@link #AT_ONCE} are launched at a time; the others wait for
 * their turn, since a hundred that share a few processors would all be too late. Only the drain loop calls it.
 *
 * <pre>
 *   add ──a pause, if daemons of that slot keep dying early──► waits ──its turn──► being launched ──dials in, or fails──► ended
 * </pre>
 */
final class Launches {

    /** How many daemons are launched at a time. */
    static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Fleet fleet;
    private final EventLoop loop;
    private final BiConsumer<Slot, String> onFailure;
    private final Deque<Slot> waiting = new ArrayDeque<>();
    private int launching;
    private boolean closed;

    /**
     * Makes launches of a fleet, of which none has begun.
     *
     * @param onFailure hears, in another event, of a launch that could not even be tried
     */
    Launches(Fleet fleet, EventLoop loop, BiConsumer<Slot, String> onFailure) {
        this.fleet = fleet;
        this.loop = loop;
        this.onFailure = onFailure;
    }

    /** Launches a daemon for a slot, unless it has one by then or none is wanted. */
    void add(Slot slot) {
        if (slot.spec().isHere()) {
            waiting.add(slot);
            next();
        } else if (!closed && slot.tryMarkLaunching()) {
            launch(slot);
        }
    }

    /** Launches a daemon after so many that have died early in this slot, after a pause if there were any. */
    void add(Slot slot, int earlyDeaths) {
        if (earlyDeaths == 0) {
            add(slot);
        } else {
            addAfter(slot, FIRST_PAUSE.multipliedBy(1L << (earlyDeaths - 1)));
        }
    }

    private void addAfter(Slot slot, Duration pause) {
        try {
            loop.after(pause, () -> add(slot));
        } catch (Throwable e) { // such as an OutOfMemoryError; it is launched all the same, without the pause
            loop.report(e);
            loop.post(() -> add(slot));
        }
    }

    /** Notes that a launch has ended, by a daemon that has dialled in or by a failure. */
    void ended(Slot slot) {
        launching -= slot.spec().isHere() ? 1 : 0;
    }

    /** Launches those whose turn it is. */
    void next() {
        while (!closed && launching < AT_ONCE && !waiting.isEmpty()) {
            Slot slot = waiting.remove();
            if (slot.tryMarkLaunching()) {
                launching++;
                launch(slot);
            }
        }
    }

    private void launch(Slot slot) {
        try {
            fleet.launch(slot.index, slot.instance() + 1, slot.spec());
        } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
            loop.post(() -> onFailure.accept(slot, String.valueOf(e)));
        }
    }

    /** Launches nothing any more. */
    void close() {
        closed = true;
        waiting.clear();
    }
}
