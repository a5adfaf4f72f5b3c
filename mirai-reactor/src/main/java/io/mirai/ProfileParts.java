package io.mirai;

import io.mirai.dispatch.Dispatcher;
import io.mirai.spi.Codec;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * What a task needs of its profile.
 *
 * @param dispatcher sends it
 * @param codecPool where user code may run that makes bodies, and reads them
 * @param plainValues reads small values on that pool
 * @param publisher where its outcome is published
 * @param home the loader of its code; null if its results are read as all others are
 */
record ProfileParts(
        Dispatcher dispatcher,
        Scheduler codecPool,
        PlainValues plainValues,
        OutcomePublisher publisher,
        @Nullable ClassLoader home) {

    /** The same for this task or function: what it returns is to be of the classes that it knows by their names. */
    ProfileParts running(Object code) {
        return new ProfileParts(
                dispatcher,
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
    Codec codec() {
        Codec codec = dispatcher.codec();
        return home == null ? codec : codec.readingFor(home);
    }
}
