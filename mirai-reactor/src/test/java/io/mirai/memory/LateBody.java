package io.mirai.memory;

import io.mirai.MiraiTooLarge;
import io.mirai.spi.Body;
import java.io.IOException;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A value that is fetched from its daemon after the reply, and how that goes. */
public final class LateBody {

    private final long task;
    private final Body body;
    private final Consumer<LateBody> onEnd;
    private final Sinks.One<Body> sink = Sinks.one();
    private boolean cancelled;

    LateBody(long task, Body body, Consumer<LateBody> onEnd) {
        this.task = task;
        this.body = body;
        this.onEnd = onEnd;
    }

    Mono<Body> mono() {
        return sink.asMono().doOnCancel(() -> cancelled = true);
    }

    /** Whether the host has given it up. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** The id of the task. */
    public long task() {
        return task;
    }

    /** It is here. */
    public void arrives() {
        onEnd.accept(this);
        sink.tryEmitValue(body);
    }

    /** The link has ended before it was here. */
    public void isLost() {
        onEnd.accept(this);
        sink.tryEmitError(new IOException("the link ended"));
    }

    /** It is longer than the host takes. */
    public void isTooLarge() {
        onEnd.accept(this);
        sink.tryEmitError(new MiraiTooLarge("too large"));
    }
}
