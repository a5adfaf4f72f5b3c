package io.mirai.task;

import io.mirai.dispatch.TaskLabel;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers the tasks of one profile, in order of their submission. Thread-safe. */
public final class TaskNumbers {

    /** Numbers tasks and functions of this JVM, so that no function is mistaken for a task. */
    private static final AtomicLong IDS = new AtomicLong();

    /** Numbers the streams of random numbers of this profile. */
    private final AtomicLong streams = new AtomicLong();

    TaskNumbers() {}

    /** The label of the next task, which stands for itself. */
    public TaskLabel label(String name) {
        return TaskLabel.of(nextId(), name, firstOfStreams(1));
    }

    /** An id of one task or function. */
    public long nextId() {
        return firstOfIds(1);
    }

    /** The first of so many ids, which follow each other. */
    public long firstOfIds(int count) {
        return IDS.getAndAdd(count) + 1;
    }

    /** The first of so many streams of random numbers, which follow each other. */
    public long firstOfStreams(int count) {
        return streams.getAndAdd(count) + 1;
    }
}
