package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.Status;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Evaluator;
import io.mirai.spi.Reply;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.ValueSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Runs each task where it is submitted, on the calling thread and in the host, for tests and debuggers. Nothing waits: there is no
 * queue, no loop and no daemon, and no time limit ends what somebody may be stepping through.
 *
 * <pre>
 *   submit ──► Evaluator: decodes it, runs it, encodes what it brings ──► TaskResolver.onReply ──► submit returns
 * </pre>
 *
 * <p>Thread-safe: tasks that several threads submit run at the same time.
 */
public final class SyncDispatcher implements Dispatcher {

    private static final int DAEMON = 0;

    private static final ValueSource HERE = new Values(Flux.empty());

    /** The values of one task that streams. */
    private record Values(Flux<Mono<Body>> all) implements ValueSource {

        @Override
        public int slot() {
            return DAEMON;
        }

        @Override
        public boolean isLaunched() {
            return true;
        }

        @Override
        public Flux<Mono<Body>> values(long taskId) {
            return all;
        }
    }

    private final String profile;
    private final Evaluator evaluator;
    private final Admission admission;
    private final AtomicLong executing = new AtomicLong();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong sequences = new AtomicLong();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private volatile boolean closed;

    /** Makes a dispatcher that runs tasks by this evaluator. */
    public SyncDispatcher(String profile, Evaluator evaluator) {
        this.profile = profile;
        this.evaluator = evaluator;
        this.admission = Admission.open(profile);
    }

    @Override
    public String profile() {
        return profile;
    }

    @Override
    public Codec codec() {
        return evaluator.codec();
    }

    @Override
    public String url() {
        return "";
    }

    // ---- Tasks ----

    @Override
    public Admission admission() {
        return admission;
    }

    @Override
    public void submit(Ticket ticket, Body body) {
        requireOpen();
        submitLate(ticket, body);
    }

    @Override
    public void submitLate(Ticket ticket, Body body) {
        if (closed) {
            fail(ticket, Texts.resetByClose(profile));
        } else if (ticket.resolver.isResolved() || !ticket.resolver.tryBegin()) {
            ticket.markEnded();
        } else {
            run(ticket, body);
        }
    }

    private void run(Ticket ticket, Body body) {
        ticket.setBody(body);
        TaskMessage message = ticket.message(sequences.incrementAndGet(), 0);
        executing.incrementAndGet();
        if (ticket.work.streams()) {
            ticket.resolver.onSent(new Values(evaluator.values(message, reply -> end(ticket, reply))));
        } else {
            end(ticket, evaluator.evaluate(message));
        }
    }

    private void end(Ticket ticket, Reply reply) {
        executing.decrementAndGet();
        completed.incrementAndGet();
        ticket.countAttempt(Started.YES);
        ticket.markEnded();
        ticket.resolver.onReply(reply, HERE);
    }

    private void fail(Ticket ticket, String why) {
        ticket.resolver.tryFail(() -> ProfileReset.of(why, Started.NO, -1, 0));
        ticket.markEnded();
    }

    /** Does nothing, since a task is run as soon as it is submitted. */
    @Override
    public void announce(Ticket ticket) {}

    /** Does nothing: only its own thread could stop a task that runs. */
    @Override
    public void release(Ticket ticket) {}

    /** Fails it: nothing was on a way. */
    @Override
    public void valueLost(Ticket ticket, TaskEnd end) {
        ticket.resolver.tryFail(end);
    }

    @Override
    public void abandon(Ticket ticket) {}

    @Override
    public void reserve(Reservation places) {
        requireOpen();
    }

    @Override
    public void giveUpPlaces(Reservation places, long tasks) {}

    @Override
    public void failPlaces(Reservation places, TaskEnd end) {
        Reservation.Failing failing = places.rest.failing(end);
        while (failing.failSome(EventLoop.BATCH) >= 0) {
            // The next step fails more of them.
        }
    }

    @Override
    public void forget(SharedFunction function) {
        evaluator.forget(function);
    }

    /** Runs the task once. No daemon joins later, so results beyond the first fail. */
    @Override
    public void everywhere(SetupTask task) {
        requireOpen();
        task.begin(1);
        @Nullable Ticket own = task.takeAsPresent();
        if (own != null) {
            submitLate(own, task.body);
        }
        for (Ticket next = task.pollAny(); next != null; next = task.pollAny()) {
            fail(next, Texts.syncHasOneDaemon(profile));
        }
    }

    // ---- Daemons ----

    @Override
    public Mono<Void> start() {
        return Mono.empty();
    }

    @Override
    public void add(int daemons, DaemonSpec spec) {
        requireOpen();
        throw new IllegalStateException(Texts.syncHasNoDaemons(profile));
    }

    @Override
    public List<String> launch(List<DaemonSpec> elsewhere) {
        requireOpen();
        throw new IllegalStateException(Texts.syncHasNoDaemons(profile));
    }

    @Override
    public List<String> launchIn(int slot, DaemonSpec elsewhere) {
        return launch(List.of(elsewhere));
    }

    @Override
    public List<String> commands(int daemons, DaemonSpec spec) {
        requireOpen();
        throw new IllegalStateException(Texts.syncHasNoDaemons(profile));
    }

    @Override
    public int awaited() {
        return 0;
    }

    @Override
    public void regenerate(int slot) {
        requireOpen();
        throw new IllegalStateException(Texts.syncHasNoDaemons(profile));
    }

    /** Does nothing: no daemon is there. */
    @Override
    public Mono<Void> drain(int slot) {
        if (slot != DAEMON) {
            throw new IllegalArgumentException(Texts.noSuchSlot(profile, slot, 1));
        }
        return Mono.empty();
    }

    @Override
    public void checkSlot(int index) {
        if (index != DAEMON) {
            throw new IndexOutOfBoundsException(Texts.noSuchSlot(profile, index, 1));
        }
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public int ahead() {
        return 0;
    }

    @Override
    public int present() {
        return 1;
    }

    @Override
    public Status status() {
        return new Status(profile, 0, 0, executing.get(), completed.get(), 0, "", List.of());
    }

    // ---- The end ----

    @Override
    public void requireOpen() {
        if (closed) {
            throw new IllegalStateException(Texts.profileClosed(profile));
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        ended.tryEmitEmpty();
    }

    @Override
    public void terminate() {}

    @Override
    public Mono<Void> ended() {
        return ended.asMono();
    }
}
