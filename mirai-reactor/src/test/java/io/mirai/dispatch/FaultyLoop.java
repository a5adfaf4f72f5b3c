package io.mirai.dispatch;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** A loop in which any event may fail as it begins, and which knows whether it runs one. For one thread. */
public final class FaultyLoop extends EventLoop {

    private final Supplier<@Nullable Throwable> faults;
    private int depth;

    /**
     * A loop without events.
     *
     * @param faults asked before each event; what it brings is thrown
     */
    public FaultyLoop(String profile, Scheduler timer, LongSupplier clock, Supplier<@Nullable Throwable> faults) {
        super(profile, timer, clock);
        this.faults = faults;
    }

    /** Whether an event runs now. */
    public boolean isInside() {
        return depth > 0;
    }

    @Override
    void run(Runnable event) {
        Throwable fault = faults.get();
        if (fault != null) {
            throw FaultyLoop.<RuntimeException>unchecked(fault);
        }
        depth++;
        try {
            super.run(event);
        } finally {
            depth--;
        }
    }

    @Override
    void recover(Runnable event, Throwable failure) {
        depth++;
        try {
            super.recover(event, failure);
        } finally {
            depth--;
        }
    }

    /** Throws it, whatever it is; to be thrown by the caller, for the compiler's sake. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException unchecked(Throwable fault) throws E {
        throw (E) fault;
    }
}
