package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fails what is unresolved when a profile closes: some of it in each event, so that a close of a million tasks holds up
 * nobody, and whatever goes wrong with one, the others are failed too. Only the drain loop of {@link Dispatcher} calls it.
 *
 * <pre>
 *   add … ──begin──► batch ──posts──► batch … ──nothing left──► told
 * </pre>
 */
final class Closing {

    /** How many tasks one event fails, or of a map's elements how many it looks at. */
    static final int BATCH = 256;

    /** What it needs of the dispatcher. */
    interface Tasks {

        /**
         * Ends a task that is in no place any more.
         *
         * @param daemon where it was, −1 if nowhere
         */
        void fail(TaskTicket task, Started begun, int daemon);

        /** Why the elements of maps fail that have no ticket. */
        TaskEnd endOfRest();

        /** Nothing is left. */
        void onAllFailed();
    }

    private final EventLoop loop;
    private final Tasks tasks;

    /** Each fails one task of its kind, or says that there is none. */
    private final Deque<BooleanSupplier> kinds = new ArrayDeque<>();

    private boolean begun;

    /** What fails the elements of the map that is first in the queue. */
    private Reservation.@Nullable Failing head;

    Closing(EventLoop loop, Tasks tasks) {
        this.loop = loop;
        this.tasks = tasks;
    }

    /** Adds a queue, after what was added before. */
    void add(TaskQueue queue) {
        kinds.add(() -> failFirst(queue));
    }

    /** Adds tasks that are, or were, all in one place. */
    void add(Collection<TaskTicket> all, Started started, int daemon) {
        kinds.add(() -> failFirst(all, started, daemon));
    }

    /** Adds what has ended on its daemon, and whose value is still on its way. */
    void addArriving(Collection<TaskTicket> arriving) {
        kinds.add(() -> {
            Iterator<TaskTicket> rest = arriving.iterator();
            return rest.hasNext() && fail(rest, Started.YES);
        });
    }

    boolean hasBegun() {
        return begun;
    }

    /** Fails the first, and the rest in events to come. */
    void begin() {
        begun = true;
        for (int done = 0; done < BATCH; done++) {
            BooleanSupplier kind = kinds.peek();
            if (kind == null) {
                tasks.onAllFailed();
                return;
            }
            try {
                if (!kind.getAsBoolean()) {
                    kinds.remove();
                }
            } catch (Throwable e) { // that one is out of its place already
                loop.report(e);
            }
        }
        loop.post(this::begin);
    }

    private boolean failFirst(TaskQueue queue) {
        Queued first = queue.head();
        if (first instanceof TaskTicket task) {
            queue.remove(task);
            tasks.fail(task, Started.NO, -1);
        } else if (first instanceof Reservation places) {
            if (head == null) {
                head = places.rest.failing(tasks.endOfRest());
            }
            if (head.failSome(BATCH) < 0) {
                head = null;
                queue.reduce(places, places.tasks());
            }
        }
        return first != null;
    }

    private boolean failFirst(Collection<TaskTicket> all, Started started, int daemon) {
        Iterator<TaskTicket> rest = all.iterator();
        if (!rest.hasNext()) {
            return false;
        }
        TaskTicket task = rest.next();
        rest.remove();
        tasks.fail(task, started, daemon);
        return true;
    }

    private boolean fail(Iterator<TaskTicket> arriving, Started started) {
        TaskTicket task = arriving.next();
        arriving.remove();
        tasks.fail(task, started, task.daemon);
        return true;
    }
}
