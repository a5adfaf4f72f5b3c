package io.mirai.map;

import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import java.util.List;

/** The tasks of a map, all submitted, and their results. */
public interface MapTasks<R> {

    /** Returns the results of the tasks. */
    MapResults<R> results();

    /** Returns the promise of one element. */
    Promise<R> promise(int index);

    /** Returns the names of the elements, in order; empty when they have none. */
    List<String> names();

    /** Returns the publisher of the results. */
    OutcomePublisher publisher();
}
