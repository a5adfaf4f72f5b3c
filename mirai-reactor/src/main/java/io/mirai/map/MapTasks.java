package io.mirai.map;

import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import java.util.List;

/** The tasks of a map, all submitted, and what comes of them. */
public interface MapTasks<R> {

    /** What has come of them. */
    MapResults<R> results();

    /** The promise of one element. */
    Promise<R> promise(int index);

    /** The names of the elements, in order; empty when they have none. */
    List<String> names();

    /** The publisher of what comes of them. */
    OutcomePublisher publisher();
}
