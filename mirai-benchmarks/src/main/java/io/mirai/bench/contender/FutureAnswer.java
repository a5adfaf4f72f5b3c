package io.mirai.bench.contender;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The answer of a contender whose users get a {@link Future}. */
public record FutureAnswer<T>(Future<T> future) implements Answer<T> {

    @Override
    public T await() throws Exception {
        return future.get();
    }

    @Override
    public T await(Duration limit) throws Exception {
        return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() {
        future.cancel(true);
    }
}
