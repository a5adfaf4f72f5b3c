package io.mirai.transport.daemon;

import io.mirai.transport.link.Channels;
import io.netty.channel.Channel;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Operators;

/**
 * Ends the connection for whatever is thrown by those who take a signal of it. Reactor throws an error of linkage on
 * the event loop, which forgets it: who waits would wait for ever.
 */
final class Guarded<T> extends BaseSubscriber<T> {

    private final CoreSubscriber<? super T> actual;
    private final Supplier<@Nullable Channel> channel;

    private Guarded(CoreSubscriber<? super T> actual, Supplier<@Nullable Channel> channel) {
        this.actual = actual;
        this.channel = channel;
    }

    /** Guards those after it. */
    static <T> Function<Publisher<T>, Publisher<T>> signals(Supplier<@Nullable Channel> channel) {
        return source -> Operators.<T, T>lift((lifted, actual) -> new Guarded<>(actual, channel))
                .apply(source);
    }

    /** Takes a step on the event loop. */
    static void step(Channel channel, Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            end(channel, e);
        }
    }

    private static void end(Channel channel, Throwable thrown) {
        Channels.fail(channel, thrown);
        Channels.close(channel);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        actual.onSubscribe(subscription);
    }

    @Override
    protected void hookOnNext(T signal) {
        try {
            actual.onNext(signal);
        } catch (Throwable e) {
            Channel open = channel.get();
            if (open != null) {
                end(open, e);
            }
        }
    }

    @Override
    protected void hookOnError(Throwable error) {
        actual.onError(error);
    }

    @Override
    protected void hookOnComplete() {
        actual.onComplete();
    }
}
