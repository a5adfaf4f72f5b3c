package io.mirai.task;

import io.mirai.dispatch.Dispatcher;
import io.mirai.form.CallableTask;
import io.mirai.form.ChunkTask;
import io.mirai.form.PairFunction;
import io.mirai.form.StreamTask;
import io.mirai.promise.OutcomePublisher;
import io.mirai.spi.Codec;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * What a task needs of its profile.
 *
 * @param dispatcher sends it
 * @param numbers numbers it
 * @param codecPool where user code may run that makes bodies, and reads them
 * @param plainValues reads small values
 * @param publisher where its outcome is published
 * @param home the loader of its code; null if its results are read as all others are
 */
public record ProfileParts(
        Dispatcher dispatcher,
        TaskNumbers numbers,
        Scheduler codecPool,
        PlainValues plainValues,
        OutcomePublisher publisher,
        @Nullable ClassLoader home) {

    /** The parts of a profile that has run nothing yet. */
    public static ProfileParts of(
            Dispatcher dispatcher, Scheduler codecPool, PlainValues plainValues, OutcomePublisher publisher) {
        return new ProfileParts(dispatcher, new TaskNumbers(), codecPool, plainValues, publisher, null);
    }

    /** The parts for this task or function: its results are to be of the classes that it knows by their names. */
    public ProfileParts running(Object code) {
        return new ProfileParts(
                dispatcher,
                numbers,
                codecPool,
                plainValues,
                publisher,
                unwrapped(code).getClass().getClassLoader());
    }

    /** What the user gave, where a call of ours has put it into a form of its own. */
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

    /** Carries it over. */
    public Codec codec() {
        Codec codec = dispatcher.codec();
        return home == null ? codec : codec.readingFor(home);
    }

    /** Ends the threads. Every promise is resolved by then: nobody waits for what is still being read. */
    public void close() {
        codecPool.dispose();
        plainValues.close();
        publisher.close();
    }
}
