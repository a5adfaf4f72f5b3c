package io.mirai;

import java.util.concurrent.locks.LockSupport;

/** A thread that waits in {@link Mirai#call()} or {@link Mirai#collect()}. */
final class Waiter implements View {

    private final Thread thread = Thread.currentThread();
    private final Mirai<?> mirai;
    private volatile boolean over;

    /** Looks on from now on. */
    Waiter(Mirai<?> mirai) {
        this.mirai = mirai;
        if (!mirai.join(this)) {
            over = true;
        }
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public void onResolved() {
        over = true;
        LockSupport.unpark(thread);
    }

    /**
     * Waits on the thread that made this.
     *
     * @throws InterruptedException if that thread was interrupted first
     */
    void await() throws InterruptedException {
        while (!over) {
            LockSupport.park(this);
            if (!over && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Looks on no more, which stops nothing. */
    void leave() {
        mirai.leave(this, false);
    }
}
