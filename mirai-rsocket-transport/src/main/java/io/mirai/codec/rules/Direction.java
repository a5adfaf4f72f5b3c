package io.mirai.codec.rules;

import io.mirai.codec.shape.LambdaShapes;

/**
 * What differs between the way of a task and the way of a result: tasks come from the host, which
 * the daemon trusts; results come from a daemon, which the host does not. Of a daemon that it has not even
 * started it takes fewer classes.
 */
public final class Direction {

    /** Deeper results are refused by both ends, long before a stack could overflow. */
    static final int MAX_RESULT_DEPTH = 256;

    public final ClassLoader loader;
    public final boolean toDaemon;
    public final int maxDepth;

    /** Hears what is written. */
    public final Carried carried;

    /** What the user's own functions carry. */
    public final SerialConfigs configs;

    /** Which of the user's classes may be resolved, and whose own code may run to read them. */
    final Listing listing;

    /** By which tasks name the shapes of their lambdas. */
    public final LambdaShapes shapes;

    private Direction(
            ClassLoader loader,
            boolean toDaemon,
            Carried carried,
            SerialConfigs configs,
            Listing listing,
            LambdaShapes shapes) {
        this.shapes = shapes;
        this.loader = loader;
        this.toDaemon = toDaemon;
        this.carried = carried;
        this.configs = configs;
        this.listing = listing;
        this.maxDepth = toDaemon ? Integer.MAX_VALUE : MAX_RESULT_DEPTH;
    }

    /** As the host writes tasks. */
    public static Direction toDaemon(ClassLoader loader, Carried carried, SerialConfigs configs, LambdaShapes shapes) {
        return new Direction(loader, true, carried, configs, Listing.EVERYTHING, shapes);
    }

    /** As a daemon reads tasks. */
    public static Direction toDaemon(ClassLoader session, SerialConfigs configs, LambdaShapes shapes) {
        return toDaemon(session, Carried.UNHEARD, configs, shapes);
    }

    /** As a daemon writes results, and as the host reads those of daemons that it started. */
    public static Direction toHost(ClassLoader loader, SerialConfigs configs) {
        return new Direction(loader, false, Carried.UNHEARD, configs, Listing.EVERYTHING, LambdaShapes.NONE);
    }

    /** As the host reads the results of daemons that it did not start. */
    public static Direction fromStranger(ClassLoader loader, ListedClasses listed, SerialConfigs configs) {
        return new Direction(loader, false, Carried.UNHEARD, configs, listed, LambdaShapes.NONE);
    }

    /** Whether the host reads by a list, since it did not start the daemon. */
    public boolean isFromStranger() {
        return listing != Listing.EVERYTHING;
    }
}
