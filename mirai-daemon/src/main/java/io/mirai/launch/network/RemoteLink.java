package io.mirai.launch.network;

import io.mirai.MiraiReset.Started;
import io.mirai.launch.remote.RemoteDaemon;
import io.mirai.launch.shared.TransportLink;
import io.mirai.spi.Body;
import io.mirai.spi.LinkEnd.Traces;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.TaskMessage;
import io.mirai.transport.host.DaemonLink;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The link to a daemon that this host has not started on this machine. There is no file that says which tasks had begun when the link is lost: what
 * came of them before tells, and nobody knows of the others.
 */
final class RemoteLink extends TransportLink {

    private volatile int slot;

    /** The tasks in flight, from their ids to their sequences. */
    private final Map<Long, Long> inFlight = new ConcurrentHashMap<>();

    /** The sequences of the tasks in flight of which something has come. */
    private final Set<Long> begun = ConcurrentHashMap.newKeySet();

    /** The sequences of the tasks that were sent when the connection had ended, before the dispatcher knew. */
    private final Set<Long> neverLeft = ConcurrentHashMap.newKeySet();

    private final @Nullable RemoteDaemon launch;

    /**
     * Wraps the transport's link.
     *
     * @param launch how this host has started the daemon elsewhere; null if it has not
     */
    RemoteLink(DaemonLink link, @Nullable RemoteDaemon launch) {
        super(link);
        this.launch = launch;
        this.slot = link.setup().slot();
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public boolean isLaunched() {
        return false;
    }

    @Override
    public boolean isReplaced() {
        return launch != null;
    }

    /** How this host has started the daemon elsewhere; null if it has not. */
    @Nullable
    RemoteDaemon launch() {
        return launch;
    }

    @Override
    public int capacity() {
        return link.setup().capacity();
    }

    /** {@inheritDoc} One that was launched is, even where it has ended already: its slot waits for it, and hears of the end next. */
    @Override
    public boolean isStillWelcome() {
        return launch != null || link.isStillExpected();
    }

    @Override
    public void admit(int toSlot, int instance) {
        slot = toSlot;
        super.admit(toSlot, instance);
    }

    @Override
    public void refuse(String reason) {
        link.refuse(reason);
    }

    @Override
    public void send(TaskMessage task, ReplyListener listener) {
        inFlight.put(task.id(), task.sequence());
        if (!link.isOpen()) {
            neverLeft.add(task.sequence());
        }
        super.send(task, reply -> {
            landed(task);
            listener.onReply(reply);
        });
    }

    private void landed(TaskMessage task) {
        inFlight.remove(task.id());
        begun.remove(task.sequence());
    }

    @Override
    public Flux<Mono<Body>> values(long taskId) {
        return super.values(taskId).doOnNext(value -> markBegun(taskId));
    }

    /** The task has begun, since something has come of it. */
    void markBegun(long taskId) {
        Long sequence = inFlight.get(taskId);
        if (sequence != null) {
            begun.add(sequence);
        }
    }

    /** What is known of the tasks that were in flight at the end. */
    Traces traces() {
        return (seat, sequence) ->
                neverLeft.contains(sequence) ? Started.NO : begun.contains(sequence) ? Started.YES : Started.UNKNOWN;
    }

    /** {@inheritDoc} One that was launched does not come back, as the host launches another. */
    @Override
    public void kill() {
        try {
            if (launch != null) {
                link.dismiss();
            }
        } finally {
            link.close();
        }
    }

    @Override
    public String toString() {
        return "a daemon of slot " + slot + ", process " + link.setup().pid() + " elsewhere";
    }
}
