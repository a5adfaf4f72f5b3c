package io.mirai;

import java.io.Serializable;

/** Code that a daemon runs for its effect. */
@FunctionalInterface
public interface TaskAction extends Runnable, Serializable {

    /**
     * Does the work.
     *
     * @throws Exception whatever went wrong; it reaches the caller as a {@link MiraiError}
     */
    void act() throws Exception;

    /**
     * {@link #act()} for callers that want a {@link Runnable}: a checked exception comes wrapped in
     * an {@link IllegalStateException}.
     */
    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // it is act(), only the checked exception is wrapped
    default void run() {
        try {
            act();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
