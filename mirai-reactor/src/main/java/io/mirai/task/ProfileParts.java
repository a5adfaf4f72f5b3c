package io.mirai.task;

import io.mirai.dispatch.Dispatcher;
import io.mirai.form.CallableTask;
import io.mirai.form.ChunkTask;
import io.mirai.form.PairFunction;
import io.mirai.form.StreamTask;
import io.mirai.promise.OutcomePublisher;
import io.mirai.spi.Codec;
import io.mirai.spi.ValueSource;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The parts of a profile that a task needs.
 *
 * @param dispatcher sends the task
 * @param numbers numbers it
 * @param codecPool the threads on which bodies are made and read, which may run user code
 * @param plainValues reads small values
 * @param publisher publishes its outcome
 * @param home the loader of the task's code, by whose classes its results are read; null where the task is not known
 */
public record ProfileParts(
        Dispatcher dispatcher,
        TaskNumbers numbers,
        Scheduler codecPool,
        PlainValues plainValues,
        OutcomePublisher publisher,
        @Nullable ClassLoader home) {

    /** Makes the parts of a profile that has run nothing yet. */
    public static ProfileParts of(
            Dispatcher dispatcher, Scheduler codecPool, PlainValues plainValues, OutcomePublisher publisher) {
        return new ProfileParts(dispatcher, new TaskNumbers(), codecPool, plainValues, publisher, null);
    }

    /** Makes the parts for this task or function, whose results are of the classes that it knows by their names. */
    public ProfileParts running(Object code) {
        return new ProfileParts(
                dispatcher,
                numbers,
                codecPool,
                plainValues,
                publisher,
                unwrapped(code).getClass().getClassLoader());
    }

    /** Returns the task or function that the user gave, without a wrapper of ours. */
    private static Object unwrapped(Object code) {
        if (code instanceof CallableTask<?> task) {
            return task.callable();
        }
        if (code instanceof ChunkTask<?, ?> task) {
            return task.function();
        }
        if (code instanceof PairFunction<?, ?, ?> pairs) {
            return pairs.function();
        }
        return code instanceof StreamTask<?> task ? task.stream() : code;
    }

    /** Returns the codec that encodes the task. */
    public Codec codec() {
        Codec codec = dispatcher.codec();
        return home == null ? codec : codec.readingFor(home);
    }

    /** Returns the codec that decodes what a daemon brings. */
    public Codec codecFor(ValueSource daemon) {
        Codec codec = codec();
        return daemon.isLaunched() ? codec : codec.forStrangers();
    }

    /** Ends the threads. Every promise is resolved by then, so nobody waits for a value that is still being read. */
    public void close() {
        codecPool.dispose();
        plainValues.close();
        publisher.close();
    }
}
