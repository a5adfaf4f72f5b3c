package io.mirai.bench.contender;

import io.mirai.Task;
import io.mirai.TaskFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One system that runs tasks in JVMs that it starts as children of this one: Mirai, a floor or a peer. Every workload uses this
 * interface alone. What a contender does not override it either does by {@link #submit}, or it is {@link Unable} to do.
 */
public interface Contender extends AutoCloseable {

    /** Returns what the table calls it. */
    String name();

    /** Returns how it is set up, for the notes below the table. */
    String about();

    /** Returns the options that its host's JVM needs. */
    default List<String> hostFlags() {
        return List.of();
    }

    /** Returns whether it can do a part of this workload at all, so that no JVM is started to find out. */
    default boolean canDo(String workload) {
        return true;
    }

    /** Starts so many daemons, each of which runs one task at a time, and returns when all can be given tasks. */
    default void start(int daemons) throws Exception {
        throw new Unable(this);
    }

    /** Makes so many daemons in memory, to see the cost of the dispatcher alone. */
    default void startInMemory(int daemons) throws Exception {
        throw new Unable(this);
    }

    /** Submits a task. */
    default <T> Answer<T> submit(Task<T> task) {
        throw new Unable(this);
    }

    /** Submits a small task, whose value is {@code x + 1}. */
    default Answer<Integer> increment(int x) {
        return submit(() -> x + 1);
    }

    /** Submits a task whose value is the process that runs it. */
    default Answer<Long> pid() {
        return submit(() -> ProcessHandle.current().pid());
    }

    /** Applies a function to each element, by the call that users have for that, or else by one task for each. */
    default <A, R> List<R> map(List<A> elements, TaskFunction<A, R> function) throws Exception {
        List<Answer<R>> answers = new ArrayList<>(elements.size());
        for (A element : elements) {
            answers.add(submit(() -> function.apply(element)));
        }
        return awaitAll(answers);
    }

    /** Increments each number, as {@link #map} does. */
    default List<Integer> incrementAll(List<Integer> numbers) throws Exception {
        return map(numbers, x -> x + 1);
    }

    /** Waits for all values. */
    static <T> List<T> awaitAll(List<Answer<T>> answers) throws Exception {
        List<T> values = new ArrayList<>(answers.size());
        for (Answer<T> answer : answers) {
            values.add(answer.await());
        }
        return values;
    }

    /**
     * Makes a value of so many bytes. Each call of what is returned takes the value to the daemon and back, and checks it.
     */
    default RoundTrip thereAndBack(int bytes) {
        double[] numbers = new double[bytes / Double.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        return () -> {
            double[] back = submit(() -> numbers).await();
            if (back == numbers || back.length != numbers.length) {
                throw new IllegalStateException("something else came back");
            }
            for (int i = 0; i < back.length; i += 1 + back.length / 1_000) {
                if (back[i] != i) {
                    throw new IllegalStateException(back[i] + " came back in the place of " + i);
                }
            }
        };
    }

    /** A value that goes to the daemon and comes back. */
    interface RoundTrip {

        /** Takes it there and back. */
        void run() throws Exception;
    }

    /**
     * Maps elements on two daemons by a function that captures these bytes, and counts what crosses the wire.
     *
     * @return the bytes to the daemons, and the bytes back
     */
    default double[] mapCapturing(byte[] captured, int elements) throws Exception {
        throw new Unable(this);
    }

    /** Fills the caches that outlive this process, as a first use does. */
    default void fillCaches() throws Exception {
        start(2);
        pid().await();
    }

    /** Ends the daemons. */
    @Override
    void close() throws IOException;
}
