package io.mirai.launch;

import io.mirai.spi.Body;
import io.mirai.spi.Link;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.transport.host.DaemonLink;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The link to a daemon whose process this host started. */
final class LocalLink implements Link {

    private final DaemonLink link;
    private final int capacity;
    private final Runnable kill;

    /**
     * Wraps the transport's link.
     *
     * @param kill ends the process, without blocking
     */
    LocalLink(DaemonLink link, int capacity, Runnable kill) {
        this.link = link;
        this.capacity = capacity;
        this.kill = kill;
    }

    /** Whether this is the link of that connection. */
    boolean wraps(DaemonLink other) {
        return link == other;
    }

    @Override
    public int slot() {
        return link.setup().slot();
    }

    @Override
    public boolean isLaunched() {
        return true;
    }

    @Override
    public void admit(int slot, int instance) {
        link.admit(slot, instance);
    }

    @Override
    public void refuse(String reason) {
        kill();
    }

    @Override
    public int capacity() {
        return capacity;
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
    public void kill() {
        kill.run();
    }

    @Override
    public String toString() {
        return "daemon " + link.setup().instance() + " of slot " + slot() + ", process "
                + link.setup().pid();
    }
}
