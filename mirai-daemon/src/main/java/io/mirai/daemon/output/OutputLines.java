package io.mirai.daemon.output;

import io.mirai.transport.daemon.HostConnection;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines that tasks printed, on their way to the host. A thread that prints only puts a line here and goes on: a full
 * buffer loses lines, which is said once there is room. A thread of its own hands them over as the host asks for
 * them, since a task whose stack or heap is at its end prints too, and must not be in the middle of the transport
 * then.
 *
 * <pre>
 *   task ── add ──► [ at most 256 lines ] ── pass on, under demand ──► control stream
 *                        └─ full: counted, and then "… 1,234 lines lost"
 * </pre>
 */
public final class OutputLines {

    private static final int ROOM = 256;

    private record Line(boolean error, long taskId, String text) {}

    // Guarded by this. A plain ring: no call stands between two of its changes, in which a stack could end.
    private final @Nullable Line[] ring = new Line[ROOM];
    private int first;
    private int count;
    private long lost;
    private boolean lostOfError;
    private boolean woken;

    private final AtomicLong moves = new AtomicLong();

    private final Object passing = new Object();
    private @Nullable Line inHand; // guarded by passing
    private volatile @Nullable HostConnection host;

    /** From now on hands lines over to this host. */
    public void to(HostConnection connection) {
        boolean first = host == null;
        host = connection;
        connection.onDemand(this::wake);
        if (first) {
            start();
        } else {
            wake();
        }
    }

    private void start() {
        Thread thread = new Thread(this::run, "mirai-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** Notes that a line gets lost, if there is no room for it; then it need not be made. */
    synchronized boolean tryLose(boolean error) {
        if (count < ROOM && lost == 0) {
            return false;
        }
        if (lost == 0) {
            lostOfError = error;
        }
        lost++;
        return true;
    }

    /** Takes a line, or loses it. */
    synchronized void add(boolean error, long taskId, String text) {
        Line line = new Line(error, taskId, text);
        if (!tryLose(error)) {
            ring[(first + count) % ROOM] = line;
            count++;
            moves.incrementAndGet();
            wake();
        }
    }

    /** How often it has taken a line, or handed one over. */
    long moves() {
        return moves.get();
    }

    /** Drops what is here: the host that it was for has gone. */
    void clear() {
        synchronized (passing) {
            inHand = null;
            synchronized (this) {
                Arrays.fill(ring, null);
                count = 0;
                lost = 0;
            }
        }
    }

    /** Hands over what is here, as far as the host can take it now. */
    void passOn() {
        HostConnection to = host;
        if (to == null) {
            return;
        }
        synchronized (passing) {
            Line next = inHand != null ? inHand : poll();
            while (next != null) {
                inHand = next;
                if (!to.tryPrint(next.error, next.taskId, next.text)) {
                    return;
                }
                moves.incrementAndGet();
                inHand = null;
                next = poll();
            }
        }
    }

    private synchronized @Nullable Line poll() {
        if (count > 0) {
            Line line = ring[first];
            ring[first] = null;
            first = (first + 1) % ROOM;
            count--;
            return line;
        }
        if (lost > 0) {
            Line line = new Line(lostOfError, 0, Texts.linesLost(lost));
            lost = 0;
            return line;
        }
        return null;
    }

    private synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void run() {
        while (true) {
            try {
                awaitWake();
                passOn();
            } catch (InterruptedException e) {
                // By user code that looks for threads; the next line wakes this one all the same.
            } catch (OutOfMemoryError e) {
                // A task's, which is told of it; when there is memory again lines go on.
            }
        }
    }

    private synchronized void awaitWake() throws InterruptedException {
        while (!woken) {
            wait();
        }
        woken = false;
    }
}
