package io.mirai.daemon.task;

import io.mirai.codec.DaemonCodec;
import io.mirai.codec.HostCodec;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Cleanup;
import io.mirai.spi.Codec;
import io.mirai.spi.Evaluator;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.Reply;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Evaluates tasks in the host, on the threads that submit them. Tasks are copied as they are for a daemon, but they find
 * the host's own classes, static fields and settings.
 */
public final class HostEvaluator implements Evaluator {

    private final HostCodec codec;
    private final ClassLoader classes;
    private final Mrg32k3a random;
    private final DaemonCodec daemon;
    private final long maxResultBytes;
    private final Globals globals = new Globals(Cleanup.DEFAULT.globals());
    private final MapFunctions functions = new MapFunctions(Integer.MAX_VALUE, false); // of any number of threads

    /**
     * For one profile.
     *
     * @param classes where the host's code finds its classes
     */
    public HostEvaluator(FleetSpec spec, HostCodec codec, ClassLoader classes) {
        this.codec = codec;
        this.classes = classes;
        this.random = spec.random();
        this.daemon = new DaemonCodec(codec.userClasses(), codec.shapes());
        this.maxResultBytes = spec.maxResultBytes();
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public Reply evaluate(TaskMessage message) {
        EvaluatedTask task = task(message);
        Answers.Ending notRead = task.begin(() -> false);
        if (notRead != null) {
            return notRead.reply();
        }
        try (InTask in = task.enter()) {
            Object value = null;
            Throwable thrown = null;
            try {
                value = task.evaluation().call();
            } catch (Throwable e) {
                thrown = e;
            }
            return task.end(in, value, thrown).reply();
        }
    }

    @Override
    public Flux<Mono<Body>> values(TaskMessage message, ReplyListener listener) {
        return new FluxEvaluation(() -> task(message), listener);
    }

    @Override
    public void forget(SharedFunction function) {
        functions.forget(function.id());
    }

    private EvaluatedTask task(TaskMessage message) {
        return new EvaluatedTask(
                daemon,
                globals,
                classes,
                message,
                maxResultBytes,
                () -> random.stream(message.stream()),
                function(message.work().function()));
    }

    private MapFunctions.@Nullable Shared function(@Nullable SharedFunction applied) {
        if (applied == null) {
            return null;
        }
        MapFunctions.Shared function = functions.of(applied.id(), () -> Mono.just(applied.body()));
        function.ready().subscribe(); // it is ready at once
        return function;
    }
}
