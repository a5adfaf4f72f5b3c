package io.mirai.promise;

import java.util.concurrent.locks.LockSupport;

/** Blocks a thread that waits in {@link io.mirai.Mirai#call()} or {@link io.mirai.Mirai#collect()}. */
final class Waiter implements View {

    private final Thread thread = Thread.currentThread();
    private final Promise<?> promise;
    private volatile boolean over;

    /** Joins the promise. */
    Waiter(Promise<?> promise) {
        this.promise = promise;
        if (!promise.join(this)) {
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

    /** Leaves the promise, which does not stop the task. */
    void leave() {
        promise.leave(this, false);
    }
}
