package io.mirai.cluster;

import io.mirai.MiraiCanceled;
import io.mirai.MiraiClosed;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiInterrupt;
import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiReset;
import io.mirai.MiraiTimeout;
import io.mirai.MiraiTooLarge;
import io.mirai.Outcome;
import io.mirai.promise.Promise;
import java.util.List;

/** Throws when nodes of a cluster have failed, with one line that names the first, and how many more. */
final class NodeErrors {

    private NodeErrors() {}

    /**
     * Throws if a task has failed.
     *
     * @param tasks the tasks, all of them resolved
     * @param nodes how many nodes there are; task i was on node i modulo this
     */
    static void check(List<? extends Promise<?>> tasks, int nodes) {
        MiraiException first = null;
        int node = 0;
        long failed = 0;
        for (int index = 0; index < tasks.size(); index++) {
            if (tasks.get(index).data() instanceof Outcome.Failure<?> failure) {
                failed++;
                if (first == null) {
                    first = failure.error();
                    node = index % nodes;
                }
            }
        }
        if (first != null) {
            throw named(first, Texts.nodeFailed(node, nodes, first.getMessage(), failed - 1));
        }
    }

    /** Makes a failure of the same class with another message, for code that catches that class. */
    private static MiraiException named(MiraiException e, String message) {
        MiraiException named =
                switch (e.code()) {
                    case ERROR -> {
                        MiraiError error = (MiraiError) e;
                        yield new MiraiError(
                                message,
                                error.remoteClassName(),
                                error.remoteStackTrace(),
                                error.getStackTrace(),
                                error.getCause());
                    }
                    case RESET -> {
                        MiraiReset reset = (MiraiReset) e;
                        yield new MiraiReset(
                                message,
                                reset.reason(),
                                reset.started(),
                                reset.daemon(),
                                reset.exitStatus(),
                                reset.attempts());
                    }
                    case INTERRUPT -> new MiraiInterrupt(message);
                    case TIMEOUT -> new MiraiTimeout(message);
                    case CLOSED -> new MiraiClosed(message);
                    case CANCELED -> new MiraiCanceled(message);
                    case NOT_SERIALIZABLE -> new MiraiNotSerializable(message, e.getCause());
                    case QUEUE_FULL -> e;
                    case TOO_LARGE -> new MiraiTooLarge(message);
                };
        named.setStackTrace(e.getStackTrace());
        return named;
    }
}
