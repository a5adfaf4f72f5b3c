package io.mirai;

import java.io.Serializable;
import org.reactivestreams.Publisher;

/**
 * Code that a daemon evaluates to many values. A lambda is enough; what it captures is copied at the
 * subscription that submits it.
 *
 * @param <T> the type of the values
 */
@FunctionalInterface
public interface TaskStream<T> extends Serializable {

    /**
     * Makes what brings the values; called and subscribed to on the daemon.
     *
     * @throws Exception whatever went wrong; it reaches the subscriber as a {@link MiraiError}
     */
    Publisher<? extends T> get() throws Exception;
}
