package io.mirai.transport.daemon;

import io.mirai.spi.BodyGathering;
import io.mirai.wire.TaskRequest;

/** Runs the tasks that come over a daemon's connection. Called on its event loop, so it must not block. */
public interface TaskHandler {

    /** A task has come; it wants exactly one reply, which goes by its exchange. */
    void onTask(TaskRequest task, TaskExchange exchange);

    /**
     * The host wants this task to end: if it has not started it never shall, and it is answered NOT_STARTED.
     * The task may have ended already.
     *
     * @param mayInterruptIfRunning whether the thread that reads or runs it is to stop; otherwise only a task that waits ends
     */
    void onStop(long taskId, boolean mayInterruptIfRunning);

    /** No task that comes from now on applies this function. */
    default void onForget(long functionId) {}

    /** The host sends no more tasks, and wants this daemon to leave when those that it has have ended. */
    default void onDrain() {}

    /** Whether this daemon still wants to be admitted. One that is about to end does not: tasks could be lost with it. */
    default boolean wantsAdmission() {
        return true;
    }

    /** How long bodies are put together as they come. */
    default BodyGathering gathering() {
        return BodyGathering.IN_CHUNKS;
    }
}
