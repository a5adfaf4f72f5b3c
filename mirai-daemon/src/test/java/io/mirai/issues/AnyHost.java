package io.mirai.issues;

import io.mirai.Task;
import io.mirai.codec.HostCodec;
import io.mirai.launch.shared.HostCode;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A host that has launched no daemon, and admits each that knows its secret. */
final class AnyHost implements Admission, AutoCloseable {

    final BlockingQueue<DaemonLink> links = new LinkedBlockingQueue<>();
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    final BlockingQueue<Departure> departures = new LinkedBlockingQueue<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger slots = new AtomicInteger();
    private final Token token;
    private final HostCodec codec =
            new HostCodec(AnyHost.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()));
    private final DaemonListener listener;

    AnyHost(String url, Token token) {
        this.token = token;
        this.listener = Objects.requireNonNull(DaemonListener.bind(LinkAddress.parse(url), this, HostCode.ofOwn(codec))
                .block(RunnableJar.DEADLINE));
    }

    AnyHost() {
        this("tcp://127.0.0.1:0", Token.random());
    }

    String url() {
        return listener.address().url();
    }

    String secret() {
        return listener.secret(token).text();
    }

    /** The next that dials in. */
    DaemonLink next() throws InterruptedException {
        return next(links);
    }

    static <T> T next(BlockingQueue<T> events) throws InterruptedException {
        return Objects.requireNonNull(events.poll(RunnableJar.DEADLINE.toSeconds(), TimeUnit.SECONDS), "nothing came");
    }

    <T> @Nullable Object call(DaemonLink link, Task<T> task) throws Exception {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        long id = ids.incrementAndGet();
        Body body = codec.encodeTask(task, Map.of());
        link.send(new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, body), reply::complete);
        Reply arrived = reply.get(RunnableJar.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        Body value = Objects.requireNonNull(arrived.body().block(RunnableJar.DEADLINE));
        if (arrived.kind() != Reply.Kind.VALUE) {
            throw new AssertionError(codec.decodeFailure(value));
        }
        return codec.decodeValue(value);
    }

    @Override
    public Token expect(Setup setup) {
        return token;
    }

    @Override
    public void onConnected(DaemonLink link) {
        int wanted = link.setup().slot();
        link.admit(
                wanted == Setup.ANY_SLOT ? slots.getAndIncrement() : wanted,
                Math.max(1, link.setup().instance()));
        links.add(link);
    }

    @Override
    public void onDraining(DaemonLink link, Departure reason) {
        departures.add(reason);
    }

    @Override
    public void onOutput(DaemonLink link, long taskId, boolean error, String line) {
        lines.add(line);
        link.outputTaken();
    }

    @Override
    public void onClosed(DaemonLink link) {}

    @Override
    public void close() {
        listener.close().block(RunnableJar.DEADLINE);
    }
}
