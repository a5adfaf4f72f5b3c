package io.mirai.transport.host;

import io.mirai.spi.ReplyListener;
import io.mirai.wire.ProtocolException;
import io.rsocket.Payload;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Waits for the reply to one task. Whatever else ends its stream leaves a task that nobody would ever answer,
 * so it ends the link.
 */
final class ReplyReceiver implements CoreSubscriber<Payload> {

    private final DaemonLink link;
    private final long taskId;
    private final ReplyListener listener;
    private boolean replied;

    ReplyReceiver(DaemonLink link, long taskId, ReplyListener listener) {
        this.link = link;
        this.taskId = taskId;
        this.listener = listener;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Payload payload) {
        replied = true;
        try {
            link.onReply(taskId, payload, listener);
        } catch (ProtocolException violation) {
            link.breakOff(violation);
        }
    }

    @Override
    public void onError(Throwable error) {
        link.onNoReply(taskId, error);
    }

    @Override
    public void onComplete() {
        if (!replied) {
            link.onNoReply(taskId, new ProtocolException(Texts.noReply(taskId)));
        }
    }
}
