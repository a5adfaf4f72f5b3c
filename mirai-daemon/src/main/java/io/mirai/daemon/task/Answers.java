package io.mirai.daemon.task;

import io.mirai.MiraiTooLarge;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.Home;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskFailure;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the host is told of the ends of tasks. */
final class Answers {

    /** What it is told of one. */
    record Ending(Reply.Kind kind, Body body) {

        boolean succeeded() {
            return kind == Reply.Kind.VALUE;
        }

        /** As the host takes it. */
        Reply reply() {
            return new Reply(kind, 0, Mono.just(body));
        }
    }

    static final Ending NOT_STARTED = new Ending(Reply.Kind.NOT_STARTED, Body.EMPTY);

    private static final int MAX_CAUSES = 16;

    private final DaemonCodec codec;
    private final long maxResultBytes;
    private final Runnable onOutOfMemory;

    Answers(DaemonCodec codec, long maxResultBytes, Runnable onOutOfMemory) {
        this.codec = codec;
        this.maxResultBytes = maxResultBytes;
        this.onOutOfMemory = onOutOfMemory;
    }

    Ending notRead(Throwable why) {
        return failed(codec.session(), Reply.Kind.ERROR, TaskFailure.Kind.TASK_NOT_READABLE, why);
    }

    Ending returned(Home home, @Nullable Object value) {
        try {
            return new Ending(Reply.Kind.VALUE, codec.encodeValue(home, maxResultBytes, value));
        } catch (Throwable e) {
            return unsent(home, e);
        }
    }

    Ending threw(Home home, Throwable thrown) {
        if (thrown instanceof ValueSubscriber.UnsentException unsent) {
            return unsent(home, unsent.why);
        }
        Reply.Kind kind = isInterrupt(thrown) ? Reply.Kind.INTERRUPTED : Reply.Kind.ERROR;
        return failed(home, kind, TaskFailure.Kind.THROWN, thrown);
    }

    Ending stopped(Throwable thrown) {
        releaseIfOutOfMemory(thrown);
        return new Ending(Reply.Kind.INTERRUPTED, Body.EMPTY);
    }

    /** What it brought cannot be carried. */
    private Ending unsent(Home home, Throwable why) {
        TaskFailure.Kind kind = why instanceof MiraiTooLarge
                ? TaskFailure.Kind.RESULT_TOO_LARGE
                : TaskFailure.Kind.RESULT_NOT_SERIALIZABLE;
        return failed(home, Reply.Kind.ERROR, kind, why);
    }

    private Ending failed(Home home, Reply.Kind kind, TaskFailure.Kind what, Throwable thrown) {
        releaseIfOutOfMemory(thrown);
        RemoteStack.cut(thrown);
        return new Ending(kind, codec.encodeFailure(home, what, thrown));
    }

    private void releaseIfOutOfMemory(Throwable thrown) {
        if (isOutOfMemory(thrown)) {
            onOutOfMemory.run();
        }
    }

    private static boolean isInterrupt(Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException;
    }

    /** Written out here and not shared: where memory or descriptors have run out, no other class can be loaded. */
    private static boolean isOutOfMemory(Throwable thrown) {
        try {
            Throwable cause = thrown;
            for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
                if (cause instanceof OutOfMemoryError) {
                    return true;
                }
                cause = cause.getCause();
            }
        } catch (Throwable e) {
            // The cause is user code's to compute, and it failed.
        }
        return false;
    }
}
