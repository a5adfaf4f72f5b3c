package io.mirai.memory;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Departure;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Reply;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.TaskMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A daemon and the link to it. Messages in either direction keep their order, and move one by one when
 * the test says so.
 */
public final class InMemoryDaemon implements Link {

    /** A task that the daemon has, and where its reply goes. */
    public record Arrived(TaskMessage task, ReplyListener listener) {}

    private final int slot;
    private final int instance;
    private final int capacity;
    private final InMemoryCodec codec;
    private final FleetListener listener;
    private final LongConsumer onSend;
    private final Consumer<InMemoryDaemon> onEnd;

    private final Deque<Runnable> towardsDaemon = new ArrayDeque<>();
    private final Deque<Runnable> towardsHost = new ArrayDeque<>();
    private final Map<Long, Arrived> running = new LinkedHashMap<>();
    private final Set<Long> told = new HashSet<>();
    private final Set<Long> ledger = new HashSet<>();
    private final List<Long> sent = new ArrayList<>();
    private @Nullable Error refusal;
    private int delivered;
    private boolean ended;

    InMemoryDaemon(
            int slot,
            int instance,
            int capacity,
            InMemoryCodec codec,
            FleetListener listener,
            LongConsumer onSend,
            Consumer<InMemoryDaemon> onEnd) {
        this.slot = slot;
        this.instance = instance;
        this.capacity = capacity;
        this.codec = codec;
        this.listener = listener;
        this.onSend = onSend;
        this.onEnd = onEnd;
    }

    // ---- What the test does ----

    /** Moves the next message to the daemon. */
    public void receive() {
        run(towardsDaemon.poll());
    }

    /** Moves the next message to the host. */
    public void deliver() {
        run(towardsHost.poll());
    }

    public boolean hasMessageForDaemon() {
        return !ended && !towardsDaemon.isEmpty();
    }

    public boolean hasMessageForHost() {
        return !ended && !towardsHost.isEmpty();
    }

    /** The tasks whose code runs, by id. */
    public List<Long> running() {
        return List.copyOf(running.keySet());
    }

    /** The tasks that were sent and whose reply the host has not had, by id. */
    public List<Long> inFlight() {
        return List.copyOf(sent);
    }

    /** How many replies the host has had. */
    public int delivered() {
        return delivered;
    }

    /** Whether the task was told to stop. */
    public boolean isTold(long id) {
        return told.contains(id);
    }

    /** Whether the code of the task with this sequence has begun on this daemon. */
    public boolean hasBegun(long sequence) {
        return ledger.contains(sequence);
    }

    /** Lets a running task return a value. */
    public void returns(long id, @Nullable Object value) {
        reply(id, Reply.Kind.VALUE, value);
    }

    /** Lets a running task return a value that never arrives. */
    public void returnsForEver(long id) {
        Arrived arrived = Objects.requireNonNull(running.remove(id));
        towardsHost.add(() -> {
            sent.remove(id);
            arrived.listener().onReply(new Reply(Reply.Kind.VALUE, Mono.never()));
        });
    }

    /** From now on nothing can be sent. */
    public void refuseToSend(Error error) {
        refusal = error;
    }

    /** Lets a running task throw. */
    public void fails(long id, Throwable thrown) {
        reply(id, Reply.Kind.ERROR, thrown);
    }

    /** Says that it leaves. */
    public void announces(Departure reason) {
        listener.onDraining(this, reason);
    }

    /** Ends the daemon as kill -9 would: what is on its way to either side is lost. */
    public void die() {
        if (!ended) {
            ended = true;
            onEnd.accept(this);
            listener.onLinkEnd(
                    this,
                    new LinkEnd(
                            true,
                            OptionalInt.of(137),
                            "",
                            sequence -> ledger.contains(sequence) ? Started.YES : Started.NO));
        }
    }

    // ---- What the dispatcher does ----

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public int instance() {
        return instance;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void send(TaskMessage task, ReplyListener replies) {
        if (refusal != null) {
            throw refusal;
        }
        onSend.accept(task.id());
        sent.add(task.id());
        towardsDaemon.add(() -> start(new Arrived(task, replies)));
    }

    @Override
    public void stop(long taskId) {
        towardsDaemon.add(() -> told.add(taskId));
    }

    @Override
    public void kill() {
        towardsHost.clear();
        towardsHost.add(this::die);
    }

    private void start(Arrived arrived) {
        running.put(arrived.task().id(), arrived);
        ledger.add(arrived.task().sequence());
    }

    private void reply(long id, Reply.Kind kind, @Nullable Object content) {
        Arrived arrived = Objects.requireNonNull(running.remove(id));
        Reply reply = new Reply(kind, Mono.just(codec.put(content)));
        towardsHost.add(() -> {
            sent.remove(id);
            delivered++;
            arrived.listener().onReply(reply);
        });
    }

    private static void run(@Nullable Runnable message) {
        if (message != null) {
            message.run();
        }
    }
}
