package io.mirai.launch;

import io.mirai.Task;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Listening;
import io.mirai.spi.Reply;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A fleet of real daemons, driven through the door that the dispatcher uses. */
final class TestFleet implements FleetListener, AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    record End(Link link, LinkEnd end) {}

    record Draining(Link link, Departure reason) {}

    record Failure(int slot, String message) {}

    final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
    final BlockingQueue<Draining> drainings = new LinkedBlockingQueue<>();
    final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
    final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();
    private final AtomicLong ids = new AtomicLong();
    private final DaemonSpec daemon;
    private final Fleet fleet;

    private TestFleet(RSocketBackend backend, int threads) {
        this(backend, DaemonSpec.DEFAULT.withThreads(threads), 2);
    }

    private TestFleet(RSocketBackend backend, DaemonSpec daemon, int daemons) {
        this(backend, daemon, spec("test", daemons));
    }

    private TestFleet(RSocketBackend backend, DaemonSpec daemon, FleetSpec spec) {
        this.daemon = daemon;
        this.fleet = backend.fleet(spec, this);
        fleet.listen().block(DEADLINE);
    }

    static TestFleet open() {
        return open(1);
    }

    static TestFleet open(int threads) {
        return new TestFleet(new RSocketBackend(), threads);
    }

    static TestFleet open(DaemonSpec daemon) {
        return new TestFleet(new RSocketBackend(), daemon, 2);
    }

    static TestFleet open(FleetSpec spec) {
        return new TestFleet(new RSocketBackend(), DaemonSpec.DEFAULT, spec);
    }

    static TestFleet open(Path java, FleetSpec spec) {
        return new TestFleet(new RSocketBackend(java, DEADLINE), DaemonSpec.DEFAULT, spec);
    }

    static TestFleet open(Path java, Duration launchLimit) {
        return new TestFleet(new RSocketBackend(java, launchLimit), 1);
    }

    static TestFleet open(Path java, Duration launchLimit, DaemonSpec daemon) {
        return new TestFleet(new RSocketBackend(java, launchLimit), daemon, 2);
    }

    /** For many daemons at once: each is small. */
    static TestFleet openSmall(int daemons) {
        List<String> small = List.of("-Xmx48m", "-XX:TieredStopAtLevel=1");
        return new TestFleet(new RSocketBackend(), DaemonSpec.DEFAULT.withJvmArgs(small), daemons);
    }

    /** A profile of this many daemons on this machine. */
    static FleetSpec spec(String profile, int daemons) {
        return new FleetSpec(
                profile,
                Listening.NONE,
                daemons,
                Body.MAX_BYTES,
                new ResultClasses(Set.of(), Set.of()),
                Mrg32k3a.ofSeed(1));
    }

    Fleet fleet() {
        return fleet;
    }

    Path directory() {
        return Path.of(fleet.url().substring("unix://".length()))
                .resolveSibling("")
                .normalize();
    }

    /** Starts a daemon. */
    void begin(int slot) {
        fleet.launch(slot, 1, daemon);
    }

    /** Starts a daemon and waits until it has dialled in. */
    Link launch(int slot) throws InterruptedException {
        begin(slot);
        return next(links);
    }

    <E> E next(BlockingQueue<E> events) throws InterruptedException {
        E event = events.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event before the deadline; failures: " + failures + ", ends: " + ends);
        }
        return event;
    }

    /** A task on its way. */
    final class Sent {

        final long id;
        final CompletableFuture<Reply> reply;

        Sent(long id, CompletableFuture<Reply> reply) {
            this.id = id;
            this.reply = reply;
        }

        Reply reply() throws Exception {
            return reply.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }

        @Nullable
        Object value() throws Exception {
            Reply arrived = reply();
            if (arrived.kind() != Reply.Kind.VALUE) {
                throw new AssertionError(arrived.kind() + ": " + failure());
            }
            return fleet.codec().decodeValue(body(arrived));
        }

        private static Body body(Reply reply) {
            return Objects.requireNonNull(reply.body().block(DEADLINE));
        }

        TaskFailure failure() throws Exception {
            return fleet.codec().decodeFailure(body(reply()));
        }
    }

    <T extends @Nullable Object> Sent send(Link link, Task<T> task) {
        return send(link, "", task);
    }

    /** Sends a task; its sequence is its id, and its seat the first. */
    <T extends @Nullable Object> Sent send(Link link, String name, Task<T> task) {
        long id = ids.incrementAndGet();
        Body body = fleet.codec().encodeTask(task, Map.of("given", "value " + id));
        return send(link, id, name, Work.CALL, body);
    }

    /** Sends a task whose named values are these. */
    <T extends @Nullable Object> Sent send(Link link, Work work, Map<String, Object> values, Task<T> task) {
        return send(link, ids.incrementAndGet(), "", work, fleet.codec().encodeTask(task, values));
    }

    /** Sends what need not be a task. */
    Sent send(Link link, Body body) {
        return send(link, ids.incrementAndGet(), "", Work.CALL, body);
    }

    private Sent send(Link link, long id, String name, Work work, Body body) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        link.send(new TaskMessage(id, id, 0, 1, 1, name, work, body), reply::complete);
        return new Sent(id, reply);
    }

    /** The process of the daemon. */
    ProcessHandle process(Link link) throws Exception {
        Object pid = call(link, () -> ProcessHandle.current().pid());
        return ProcessHandle.of((Long) Objects.requireNonNull(pid)).orElseThrow();
    }

    @Nullable
    Object call(Link link, Task<?> task) throws Exception {
        return send(link, task).value();
    }

    @Override
    public void onLink(Link link) {
        link.admit(link.slot(), 1);
        links.add(link);
    }

    @Override
    public void onDraining(Link link, Departure reason) {
        drainings.add(new Draining(link, reason));
    }

    @Override
    public void onLinkEnd(Link link, LinkEnd end) {
        ends.add(new End(link, end));
    }

    @Override
    public void onLaunchFailure(int slot, String message) {
        failures.add(new Failure(slot, message));
    }

    @Override
    public void close() {
        fleet.close().block(DEADLINE);
    }
}
