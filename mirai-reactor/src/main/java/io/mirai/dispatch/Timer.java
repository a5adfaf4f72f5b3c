package io.mirai.dispatch;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs actions when their time has come, in order of time. However many there are, one timer of the scheduler is set, for the
 * first of them; due actions run a few at a time, between other events. Only the drain loop calls it.
 */
final class Timer {

    /** Stands for a delay that nobody waits for. */
    static final Disposable NOT_SET = Disposables.disposed();

    /** An action to come. Deadlines are sorted by time, and those of one time by number. */
    private final class Deadline implements Comparable<Deadline>, Disposable {

        private final long at;
        private final long number;
        private final Runnable action;
        private boolean tried;

        Deadline(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        @Override
        public int compareTo(Deadline other) {
            // By the difference, since nanoseconds of this clock may be negative.
            return at != other.at ? Long.signum(at - other.at) : Long.compare(number, other.number);
        }

        @Override
        public void dispose() {
            deadlines.remove(this);
            if (deadlines.isEmpty()) {
                disarm();
            }
        }

        @Override
        public boolean isDisposed() {
            return !deadlines.contains(this);
        }
    }

    private final Scheduler scheduler;
    private final LongSupplier clock;
    private final Runnable onDue;
    private final Consumer<Throwable> onFailure;
    private final TreeSet<Deadline> deadlines = new TreeSet<>();
    private Disposable armed = NOT_SET;
    private long armedFor;
    private long numbers;

    /**
     * Makes a timer without actions.
     *
     * @param clock the time in nanoseconds, from any beginning
     * @param onDue runs on the scheduler when an action is due, and has {@link #runDue} called in the loop
     * @param onFailure hears that an action has failed
     */
    Timer(Scheduler scheduler, LongSupplier clock, Runnable onDue, Consumer<Throwable> onFailure) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.onDue = onDue;
        this.onFailure = onFailure;
    }

    /** Runs an action after a delay, unless it is disposed of before. If the action fails it runs once more. */
    Disposable after(Duration delay, Runnable action) {
        Deadline deadline = new Deadline(clock.getAsLong() + delay.toNanos(), numbers++, action);
        deadlines.add(deadline);
        if (armed.isDisposed() || deadline.at - armedFor < 0) {
            try {
                arm(deadline);
            } catch (Throwable e) {
                deadlines.remove(deadline);
                throw e;
            }
        }
        return deadline;
    }

    private void arm(Deadline deadline) {
        Disposable before = armed;
        long delay = Math.max(0, deadline.at - clock.getAsLong());
        armed = schedule(delay);
        armedFor = deadline.at;
        before.dispose();
    }

    private Disposable schedule(long delay) {
        try {
            return scheduler.schedule(onDue, delay, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            return Schedulers.parallel().schedule(onDue, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void disarm() {
        armed.dispose();
        armed = NOT_SET;
    }

    /**
     * Runs some of the due actions, and sets the timer for the first that is not due.
     *
     * @param most how many actions to run
     * @return whether more may be due
     */
    boolean runDue(int most) {
        disarm();
        for (int ran = 0; ran < most; ran++) {
            if (deadlines.isEmpty()) {
                return false;
            }
            Deadline next = deadlines.first();
            if (next.at - clock.getAsLong() > 0) {
                arm(next);
                return false;
            }
            run(next);
        }
        return !deadlines.isEmpty();
    }

    /** Runs an action, which stays for a second time if it fails. */
    private void run(Deadline due) {
        boolean isLastTime = due.tried;
        due.tried = true;
        try {
            due.action.run();
            isLastTime = true;
        } catch (StackOverflowError e) {
            throw e; // the thread that takes the loop has more stack
        } catch (Throwable e) {
            onFailure.accept(e);
        } finally {
            if (isLastTime) {
                deadlines.remove(due);
            }
        }
    }

    /** Ends the scheduler; no action runs after this. */
    void stop() {
        deadlines.clear();
        disarm();
        scheduler.dispose();
    }
}
