package io.mirai.launch.shared;

import io.mirai.spi.Body;
import io.mirai.spi.Link;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.transport.host.DaemonLink;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A link of the transport, as the dispatcher has it. */
public abstract class TransportLink implements Link {

    protected final DaemonLink link;

    protected TransportLink(DaemonLink link) {
        this.link = link;
    }

    @Override
    public void admit(int slot, int instance) {
        link.admit(slot, instance);
    }

    @Override
    public void send(TaskMessage task, ReplyListener listener) {
        link.send(task, listener);
    }

    @Override
    public Flux<Mono<Body>> values(long taskId) {
        return link.values(taskId);
    }

    @Override
    public final void forget(SharedFunction function) {
        link.forget(function);
    }

    @Override
    public final void stop(long taskId, boolean mayInterruptIfRunning) {
        link.stop(taskId, mayInterruptIfRunning);
    }

    @Override
    public final void drain() {
        link.drain();
    }
}
