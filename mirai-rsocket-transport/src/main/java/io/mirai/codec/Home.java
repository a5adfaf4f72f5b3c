package io.mirai.codec;

import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.codec.shape.LambdaShapes;

/** Where the code of a task lives on a daemon: the classes that it finds, and the engines that know them. */
public final class Home {

    /** What a task threw has bounds of its own, which no exception that a person has written reaches. */
    private static final long MAX_FAILURE_BYTES = 64L * 1024 * 1024;

    private final ClassLoader classes;
    final EnginePool tasks;
    final EnginePool results;
    final EnginePool failures;

    Home(ClassLoader classes, SerialConfigs configs, LambdaShapes shapes) {
        this.classes = classes;
        this.tasks = new EnginePool(Direction.toDaemon(classes, configs, shapes));
        this.results = new EnginePool(Direction.toHost(classes, configs));
        this.failures = new EnginePool(() -> Engine.make(Direction.toHost(classes, configs), MAX_FAILURE_BYTES));
    }

    /** Finds the classes. */
    public ClassLoader classes() {
        return classes;
    }
}
