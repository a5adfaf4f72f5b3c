package io.mirai.form;

import io.mirai.Task;
import io.mirai.TaskStream;
import org.reactivestreams.Publisher;

/** Wraps a {@link TaskStream} as a task whose value the daemon subscribes to. It travels to the daemon as it is. */
public record StreamTask<T>(TaskStream<T> stream) implements Task<Publisher<? extends T>> {

    @Override
    public Publisher<? extends T> call() throws Exception {
        return stream.get();
    }
}
