package io.mirai.bench.contender;

import java.time.Duration;

/** What a contender returns for a task: its value, once it is there. */
public interface Answer<T> {

    /** Waits for the value. */
    T await() throws Exception;

    /**
     * Waits for the value no longer than this.
     *
     * @throws java.util.concurrent.TimeoutException if it is not there by then
     */
    T await(Duration limit) throws Exception;

    /** Asks the contender to stop the task, by the call that its users have for that. */
    void stop();
}
