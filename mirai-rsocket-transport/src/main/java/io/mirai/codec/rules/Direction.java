package io.mirai.codec.rules;

import java.util.function.Predicate;

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

    /** Which of the user's classes may be resolved, by name. */
    final Predicate<String> listed;

    /** Whose serialization methods may run, by name. */
    final Predicate<String> allowsMethods;

    private Direction(
            ClassLoader loader,
            boolean toDaemon,
            Carried carried,
            SerialConfigs configs,
            Predicate<String> listed,
            Predicate<String> allowsMethods) {
        this.loader = loader;
        this.toDaemon = toDaemon;
        this.carried = carried;
        this.configs = configs;
        this.listed = listed;
        this.allowsMethods = allowsMethods;
        this.maxDepth = toDaemon ? Integer.MAX_VALUE : MAX_RESULT_DEPTH;
    }

    /** As the host writes tasks. */
    public static Direction toDaemon(ClassLoader loader, Carried carried, SerialConfigs configs) {
        return new Direction(loader, true, carried, configs, name -> true, name -> true);
    }

    /** As a daemon reads tasks. */
    public static Direction toDaemon(ClassLoader session, SerialConfigs configs) {
        return toDaemon(session, Carried.UNHEARD, configs);
    }

    /** As a daemon writes results, and as the host reads those of daemons that it started. */
    public static Direction toHost(ClassLoader loader, SerialConfigs configs) {
        return new Direction(loader, false, Carried.UNHEARD, configs, name -> true, name -> true);
    }

    /** As the host reads the results of daemons that it did not start. */
    public static Direction fromStranger(ClassLoader loader, ListedClasses listed, SerialConfigs configs) {
        return new Direction(loader, false, Carried.UNHEARD, configs, listed::contains, listed::allows);
    }
}
