package io.mirai.network;

import io.mirai.spi.Body;
import io.mirai.spi.Link;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The link to a daemon that dialled in over the network, which is replaced as one of this host's is. */
final class LaunchedElsewhere implements Link {

    private final Link link;

    LaunchedElsewhere(Link link) {
        this.link = link;
    }

    @Override
    public boolean isLaunched() {
        return true;
    }

    @Override
    public int slot() {
        return link.slot();
    }

    @Override
    public void admit(int slot, int instance) {
        link.admit(slot, instance);
    }

    @Override
    public void refuse(String reason) {
        link.refuse(reason);
    }

    @Override
    public int capacity() {
        return link.capacity();
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
    public void forget(SharedFunction function) {
        link.forget(function);
    }

    @Override
    public void stop(long taskId, boolean mayInterruptIfRunning) {
        link.stop(taskId, mayInterruptIfRunning);
    }

    @Override
    public void drain() {
        link.drain();
    }

    @Override
    public void kill() {
        link.kill();
    }

    @Override
    public String toString() {
        return link.toString();
    }
}
