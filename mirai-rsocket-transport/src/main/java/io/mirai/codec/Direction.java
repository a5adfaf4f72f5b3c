package io.mirai.codec;

import java.util.function.Consumer;

/**
 * What differs between the way of a task and the way of a result: tasks come from the host, which
 * the daemon trusts; results come from a daemon, which the host does not.
 */
final class Direction {

    /** Deeper results are refused by both ends, long before a stack could overflow. */
    static final int MAX_RESULT_DEPTH = 256;

    final ClassLoader loader;
    final boolean toDaemon;
    final int maxDepth;

    /** Hears of each class that a task carries objects of. */
    final Consumer<Class<?>> meeting;

    private Direction(ClassLoader loader, boolean toDaemon, Consumer<Class<?>> meeting) {
        this.loader = loader;
        this.toDaemon = toDaemon;
        this.meeting = meeting;
        this.maxDepth = toDaemon ? Integer.MAX_VALUE : MAX_RESULT_DEPTH;
    }

    static Direction toDaemon(UserClasses classes) {
        return new Direction(classes, true, classes::meet);
    }

    static Direction toDaemon(ClassLoader session) {
        return new Direction(session, true, type -> {});
    }

    static Direction toHost(ClassLoader loader) {
        return new Direction(loader, false, type -> {});
    }
}
