package io.mirai.memory;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.LinkEnd.Traces;
import io.mirai.spi.Reply;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A daemon and the link to it. Messages in either direction keep their order, and move one by one when
 * the test says so.
 */
public final class InMemoryDaemon implements Link {

    /** A task that the daemon has, and where its reply goes. */
    private record Arrived(TaskMessage task, ReplyListener listener) {}

    private int slot;
    private int instance;
    private final boolean launched;
    private @Nullable String refusedBecause;
    private final int capacity;
    private final InMemoryCodec codec;
    private final FleetListener listener;
    private final InMemoryFleet fleet;

    private final Deque<Runnable> towardsDaemon = new ArrayDeque<>();
    private final Deque<Runnable> towardsHost = new ArrayDeque<>();
    private final Map<Long, Arrived> waiting = new LinkedHashMap<>();
    private final Map<Long, Arrived> running = new LinkedHashMap<>();
    private final Set<Long> told = new HashSet<>();
    private final Map<Integer, Long> ledger = new HashMap<>(); // seat to the sequence of what has begun there last
    private final Map<Long, Reply> kept = new HashMap<>(); // by sequence, of those that may not have left
    private boolean keepsReplies;
    private final Map<Long, TaskMessage> sent = new LinkedHashMap<>(); // by id
    private final Map<Long, String> names = new HashMap<>();
    private final List<LateBody> lateBodies = new ArrayList<>();
    private final Map<Long, InMemoryStream> streams = new ConcurrentHashMap<>();
    private final Set<Long> forgotten = new HashSet<>();
    private @Nullable Error refusal;
    private boolean startsAtOnce = true;
    private boolean sendFailed;
    private boolean draining;
    private @Nullable Departure departure;
    private boolean drainingKnown;
    private boolean askedToDrain;
    private boolean drainsWhenIdle;
    private boolean killed;
    private int delivered;
    private int micros = 10_000; // long, so that nothing is sent ahead
    private boolean ended;
    private final Set<Long> neverLeft = new HashSet<>(); // sequences of tasks that were sent when it had ended

    InMemoryDaemon(
            int slot,
            boolean launched,
            int capacity,
            InMemoryCodec codec,
            FleetListener listener,
            InMemoryFleet fleet) {
        this.slot = slot;
        this.launched = launched;
        this.capacity = capacity;
        this.codec = codec;
        this.listener = listener;
        this.fleet = fleet;
    }

    // ---- What the test sees ----

    /** Which daemon of its slot it is; 0 before it is admitted. */
    public int instance() {
        return instance;
    }

    /** Why the dispatcher has not admitted it; null if it has. */
    public @Nullable String refusedBecause() {
        return refusedBecause;
    }

    public boolean hasMessageForDaemon() {
        return !towardsDaemon.isEmpty();
    }

    public boolean hasMessageForHost() {
        return !towardsHost.isEmpty();
    }

    /** The tasks that have arrived and whose code has not begun, by id. */
    public List<Long> waiting() {
        return List.copyOf(waiting.keySet());
    }

    /** The tasks whose code runs, by id. */
    public List<Long> running() {
        return List.copyOf(running.keySet());
    }

    /** The tasks that were sent and whose reply the host has not had, by id. */
    public Set<Long> inFlight() {
        return sent.keySet();
    }

    /** Those of them whose code has begun, by id. */
    public List<Long> begun() {
        return sent.values().stream()
                .filter(task -> ledgerSays(task.seat(), task.sequence()) == Started.YES)
                .map(TaskMessage::id)
                .toList();
    }

    /** The values that are on their way apart from their replies. */
    public List<LateBody> lateBodies() {
        return List.copyOf(lateBodies);
    }

    /** The functions that the host has told it to keep no longer. */
    public Set<Long> forgotten() {
        return forgotten;
    }

    /** What the running task streams. */
    public InMemoryStream stream(long id) {
        return Objects.requireNonNull(streams.get(id));
    }

    /** The same; null if nobody has asked for it. */
    public @Nullable InMemoryStream streamIfAsked(long id) {
        return streams.get(id);
    }

    /** How many tasks the host knows to have ended here. */
    public int delivered() {
        return delivered;
    }

    /** Whether the task was ever sent here. */
    public boolean knows(long id) {
        return names.containsKey(id);
    }

    /** Which stream of random numbers a task has that is in flight. */
    public long streamOf(long id) {
        return Objects.requireNonNull(sent.get(id)).stream();
    }

    /** What the user called a task that was sent here. */
    public String nameOf(long id) {
        return Objects.requireNonNull(names.get(id));
    }

    /** Whether the task was interrupted, had it begun. */
    public boolean isTold(long id) {
        return told.contains(id);
    }

    public boolean isKilled() {
        return killed;
    }

    public boolean isDraining() {
        return draining;
    }

    /** Whether the host has heard that it leaves, or has asked it to. */
    public boolean isKnownToDrain() {
        return drainingKnown || askedToDrain;
    }

    /** Whether the host knows that it leaves as it was asked to, so that no other daemon comes. */
    public boolean isKnownToLeave() {
        return askedToDrain || (drainingKnown && departure != null && departure.isAsked());
    }

    /** Whether the host has asked it to leave. */
    public boolean isAskedToDrain() {
        return askedToDrain;
    }

    /** Which attempt at a task that runs here, or waits, this is. */
    public int attemptOf(long id) {
        Arrived arrived = running.containsKey(id) ? running.get(id) : waiting.get(id);
        return Objects.requireNonNull(arrived).task().attempt();
    }

    /** Whether a task could not be sent to it. */
    public boolean hasFailedToTake() {
        return sendFailed;
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

    /** From now on a task that arrives waits for {@link #begin}. */
    public void startWhenTold() {
        startsAtOnce = false;
    }

    /** The code of a task that has arrived begins. */
    public void begin(long id) {
        Arrived arrived = Objects.requireNonNull(waiting.remove(id));
        running.put(id, arrived);
        ledger.put(arrived.task().seat(), arrived.task().sequence());
    }

    /** From now on tasks say that they had a thread for so long. */
    public void taskTakes(Duration time) {
        micros = (int) (time.toNanos() / 1_000);
    }

    /** From now on replies are found after a death that have not left by then, but for those whose values arrive apart. */
    public void keepReplies() {
        keepsReplies = true;
    }

    /** Whether the host would find the reply of a task, if this died now. */
    public boolean hasKept(long id) {
        TaskMessage task = sent.get(id);
        return task != null && kept.containsKey(task.sequence());
    }

    /** Lets a running task return a value. */
    public void returns(long id, @Nullable Object value) {
        keep(id, Reply.Kind.VALUE, Mono.just(codec.put(value)));
    }

    /** Lets a running task return a value that arrives apart from its reply. */
    public LateBody returnsLate(long id, @Nullable Object value) {
        LateBody late = new LateBody(id, codec.put(value), lateBodies::remove);
        lateBodies.add(late);
        reply(id, Reply.Kind.VALUE, late.mono());
        return late;
    }

    /** Lets a running task throw. */
    public void fails(long id, Throwable thrown) {
        keep(id, Reply.Kind.ERROR, Mono.just(codec.put(thrown)));
    }

    /** Lets a running task throw because it was interrupted. */
    public void isInterrupted(long id) {
        keep(id, Reply.Kind.INTERRUPTED, Mono.just(codec.put(new InterruptedException())));
    }

    /** From now on nothing can be sent. */
    public void refuseToSend(Error error) {
        refusal = error;
    }

    /** Says that it leaves, and starts no task that arrives from now on. */
    public void drain(Departure reason) {
        draining = true;
        departure = reason;
        towardsHost.add(() -> {
            drainingKnown = true;
            listener.onDraining(this, reason);
        });
    }

    /** Ends the daemon as kill -9 would: what is on its way to either side is lost. */
    public void die() {
        end(true, new Traces() {
            @Override
            public Started started(int seat, long sequence) {
                return ledgerSays(seat, sequence);
            }

            @Override
            public @Nullable Reply reply(int seat, long sequence) {
                return kept.get(sequence);
            }
        });
    }

    /** As {@link #die()}, and nobody can tell which tasks had begun. */
    public void dieUnread() {
        end(true, Traces.UNKNOWN);
    }

    /** The host loses the link, and the daemon goes on: nobody can tell which tasks have begun. */
    public void loseLink() {
        end(false, Traces.UNKNOWN);
    }

    private void end(boolean died, Traces traces) {
        if (ended) {
            return;
        }
        ended = true;
        if (died) {
            towardsDaemon.clear();
            towardsHost.clear();
        }
        fleet.remove(this, died, traces == Traces.UNKNOWN);
        // In the order of their tasks: one whose value is not known to be lost cannot be waited for.
        lateBodies.stream()
                .sorted(Comparator.comparingLong(LateBody::task))
                .toList()
                .forEach(LateBody::isLost);
        Traces known = new Traces() {
            @Override
            public Started started(int seat, long sequence) {
                return neverLeft.contains(sequence) ? Started.NO : traces.started(seat, sequence);
            }

            @Override
            public @Nullable Reply reply(int seat, long sequence) {
                return traces.reply(seat, sequence);
            }
        };
        listener.onLinkEnd(this, new LinkEnd(died, died ? OptionalInt.of(137) : OptionalInt.empty(), "", known));
    }

    private Started ledgerSays(int seat, long sequence) {
        return Long.valueOf(sequence).equals(ledger.get(seat)) ? Started.YES : Started.NO;
    }

    // ---- What the dispatcher does ----

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public boolean isLaunched() {
        return launched;
    }

    @Override
    public boolean isStillWelcome() {
        return !fleet.takesSecretsBack();
    }

    @Override
    public void admit(int toSlot, int asInstance) {
        slot = toSlot;
        instance = asInstance;
    }

    @Override
    public void refuse(String reason) {
        refusedBecause = reason;
        kill();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void send(TaskMessage task, ReplyListener replies) {
        names.put(task.id(), task.name());
        fleet.tellOfSend(this, task.id());
        sent.put(task.id(), task);
        if (ended) {
            neverLeft.add(task.sequence());
        }
        if (refusal != null) {
            sendFailed = true;
            throw refusal;
        }
        towardsDaemon.add(() -> arrive(new Arrived(task, replies)));
    }

    @Override
    public Flux<Mono<Body>> values(long taskId) {
        return streams.computeIfAbsent(taskId, id -> new InMemoryStream(codec)).values();
    }

    @Override
    public void forget(SharedFunction function) {
        towardsDaemon.add(() -> forgotten.add(function.id()));
    }

    @Override
    public void stop(long taskId, boolean mayInterruptIfRunning) {
        towardsDaemon.add(() -> {
            if (mayInterruptIfRunning) {
                told.add(taskId);
            }
            Arrived notBegun = waiting.remove(taskId);
            if (notBegun != null) {
                refuse(notBegun);
                goOnToDrain();
            }
        });
    }

    @Override
    public void drain() {
        askedToDrain = true;
        towardsDaemon.add(this::drainIfIdle);
    }

    /** It runs all that it has, and then says that it leaves. */
    private void drainIfIdle() {
        if (!draining) {
            if (waiting.isEmpty() && running.isEmpty()) {
                drain(Departure.DRAINED);
            } else {
                drainsWhenIdle = true;
            }
        }
    }

    @Override
    public void kill() {
        fleet.tellOfKill(this);
        killed = true;
        towardsHost.clear();
        towardsHost.add(this::die);
    }

    private void arrive(Arrived arrived) {
        if (draining) {
            refuse(arrived);
            return;
        }
        waiting.put(arrived.task().id(), arrived);
        if (startsAtOnce) {
            begin(arrived.task().id());
        }
    }

    private void refuse(Arrived arrived) {
        towardsHost.add(() -> {
            sent.remove(arrived.task().id());
            arrived.listener().onReply(new Reply(Reply.Kind.NOT_STARTED, 0, Mono.empty()));
        });
    }

    private void goOnToDrain() {
        if (drainsWhenIdle) {
            drainIfIdle();
        }
    }

    private void keep(long id, Reply.Kind kind, Mono<Body> body) {
        TaskMessage task = Objects.requireNonNull(running.get(id)).task();
        if (keepsReplies) {
            kept.put(task.sequence(), new Reply(kind, micros, body));
        }
        reply(id, kind, body);
    }

    private void reply(long id, Reply.Kind kind, Mono<Body> body) {
        Arrived arrived = Objects.requireNonNull(running.remove(id));
        towardsHost.add(() -> {
            sent.remove(id);
            delivered++;
            arrived.listener().onReply(new Reply(kind, micros, body));
        });
        goOnToDrain();
    }

    private static void run(@Nullable Runnable message) {
        if (message != null) {
            message.run();
        }
    }
}
