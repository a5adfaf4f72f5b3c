package io.mirai.task;

import io.mirai.dispatch.TaskLabel;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers the tasks of one profile, in order of their submission. Thread-safe. */
public final class TaskNumbers {

    /** The ids of all tasks and functions of this JVM, so that no function is mistaken for a task. */
    private static final AtomicLong IDS = new AtomicLong();

    /** The numbers of this profile's streams of random numbers. */
    private final AtomicLong streams = new AtomicLong();

    TaskNumbers() {}

    /** Makes the label of the next task, which is for no element of a map. */
    public TaskLabel label(String name) {
        return TaskLabel.of(nextId(), name, firstOfStreams(1));
    }

    /** Takes the id of one task or function. */
    public long nextId() {
        return firstOfIds(1);
    }

    /** Takes so many ids, which follow each other, and returns the first. */
    public long firstOfIds(int count) {
        return IDS.getAndAdd(count) + 1;
    }

    /** Takes so many streams of random numbers, which follow each other, and returns the first. */
    public long firstOfStreams(int count) {
        return streams.getAndAdd(count) + 1;
    }
}
