package io.mirai.spi;

import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskFunction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries closures to daemons and results back. Thread-safe. */
public interface Codec {

    /** Carries objects by these functions from now on, and by no others of that kind; an empty list means none. */
    void serial(List<SerialConfig<?>> configs);

    /**
     * Copies a task, with all that it captures, and its named values.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be carried; names class and field path
     */
    Body encodeTask(Task<?> task, Map<String, Object> values);

    /**
     * Copies the function of a map, with all that it captures, and the named values of each of its tasks.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be carried; names class and field path
     */
    Body encodeFunction(TaskFunction<?, ?> function, Map<String, Object> values);

    /**
     * Copies an element of a map.
     *
     * @throws io.mirai.MiraiNotSerializable if it cannot be carried; names class and field path
     */
    Body encodeElement(@Nullable Object element);

    /**
     * Reads the value of a reply of kind VALUE.
     *
     * @throws io.mirai.MiraiNotSerializable if the value may not or cannot be read; the message names the cure
     */
    @Nullable
    Object decodeValue(Body body);

    /**
     * The same codec, as it reads what code of this loader returns: a class that several loaders have is that of this
     * one. A loader from which the others are reached, as a parent is, changes nothing.
     */
    default Codec readingFor(ClassLoader home) {
        return this;
    }

    /** The same codec, as it reads what daemons bring that this host has not started: classes outside a list are refused. */
    default Codec forStrangers() {
        return this;
    }

    /** Reads the failure of a reply of kind ERROR or INTERRUPTED. Never fails: what cannot be read is described. */
    TaskFailure decodeFailure(Body body);

    /** How long values are put together as they come. */
    BodyGathering gathering();

    /** Whether a body is so small and plain that any thread may decode it when it looks: no user code takes part. */
    boolean isTrivial(Body body);
}
