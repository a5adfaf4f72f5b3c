package io.mirai.bench;

import io.mirai.bench.jvm.Jvm;
import io.mirai.bench.jvm.Numbers;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.testing.siege.MemoryCost;
import io.mirai.testing.siege.Target;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Challenge;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.Token;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a thousand hostile peers, a hundred of each of ten kinds, cost a host of 128 MiB of heap and as much direct memory, and
 * the tasks that it sends to a daemon all the while.
 */
final class Siege {

    private static final int PEERS_OF_EACH_KIND = 100;
    private static final int ROUNDS = 3;
    private static final long ALONE_SECONDS = 10;
    private static final double MIB = 1024.0 * 1024;

    private Siege() {}

    public static void main(String[] args) throws Exception {
        for (String url : List.of("tcp://127.0.0.1:0", "tls+tcp://127.0.0.1:0", "wss://127.0.0.1:0/mirai")) {
            besiege(url);
        }
    }

    private static void besiege(String url) throws Exception {
        Process process = Jvm.start(List.of("-Xmx128m", "-XX:MaxDirectMemorySize=128m"), Host.class, url);
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            LinkAddress.Tcp address = (LinkAddress.Tcp) LinkAddress.parse(said.readLine());
            Secret secret = Secret.parse(said.readLine());
            Served served = new Served();
            HostConnection daemon =
                    Objects.requireNonNull(HostConnection.dial(address, Setup.ofThisProcess(1, 0, 1), secret, served)
                            .block());
            TimeUnit.SECONDS.sleep(ALONE_SECONDS);
            served.takeRate();
            TimeUnit.SECONDS.sleep(ALONE_SECONDS);
            double alone = served.takeRate();
            MemoryCost before = MemoryCost.ask(process, said);
            long start = System.nanoTime();
            var siege = io.mirai.testing.siege.Siege.begin(target(address, secret), PEERS_OF_EACH_KIND, ROUNDS);
            siege.awaitEnd();
            double seconds = (System.nanoTime() - start) / 1e9;
            double meanwhile = served.takeRate();
            MemoryCost after = MemoryCost.ask(process, said);
            Numbers.print(
                    "%s: %,d attacks ended, %d not, in %.0f s; tasks alone %,.0f, meanwhile %,.0f a second, the longest wait"
                            + " %.2f s; extra %.1f MiB at the peak (live heap %.1f, direct %.1f); resident from %.0f to at"
                            + " most %.0f MiB; descriptors %d, then %d; the daemon is %s",
                    url,
                    siege.cut(),
                    siege.spared(),
                    seconds,
                    alone,
                    meanwhile,
                    served.longest() / 1e9,
                    after.extraSince(before) / MIB,
                    (after.peakHeap() - before.heap()) / MIB,
                    (after.peakDirect() - before.direct()) / MIB,
                    before.resident() / MIB,
                    after.peakResident() / MIB,
                    before.descriptors(),
                    after.descriptors(),
                    served.isServed() ? "served" : "lost");
            daemon.leave(() -> {});
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Target target(LinkAddress.Tcp address, Secret secret) throws Exception {
        Setup setup = Setup.ofThisProcess(1, 1, 1);
        return new Target(
                address.port(),
                secret.isForTls() ? PeerTls.of(secret.text()) : null,
                address.path(),
                setup::bytes,
                challenge -> proof(secret, challenge, setup));
    }

    private static byte[] proof(Secret secret, byte[] challenge, Setup setup) {
        ByteBuf proof = secret.token()
                .prove(
                        Challenge.decode(Unpooled.wrappedBuffer(challenge)),
                        setup,
                        Token.random().toHex())
                .encode(UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.getBytes(proof);
        } finally {
            proof.release();
        }
    }

    /** The daemon's end, which answers each task at once. */
    private static final class Served implements TaskHandler {

        private final AtomicLong tasks = new AtomicLong();
        private volatile long last = System.nanoTime();
        private volatile long longest;
        private long since = last;

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
            tasks.incrementAndGet();
            exchange.send(Reply.Kind.VALUE, 0, Body.EMPTY);
        }

        @Override
        public void onStop(long taskId, boolean mayInterruptIfRunning) {}

        /** Tasks a second since the last call. */
        double takeRate() {
            long now = System.nanoTime();
            double rate = tasks.getAndSet(0) * 1e9 / (now - since);
            since = now;
            return rate;
        }

        long longest() {
            return longest;
        }

        boolean isServed() throws InterruptedException {
            long seen = tasks.get();
            TimeUnit.SECONDS.sleep(1);
            return tasks.get() > seen;
        }
    }

    /** The host: it keeps the daemon of slot 0 busy, one task after the other. */
    static final class Host implements Admission, ClassSource {

        private static final Body BODY = Body.of(new byte[4 * 1024]);

        private final Token token = Token.random();

        private Host() {}

        public static void main(String[] args) throws Exception {
            Host host = new Host();
            DaemonListener listener = Objects.requireNonNull(
                    DaemonListener.bind(LinkAddress.parse(args[0]), host, host).block());
            System.out.println(listener.address().url());
            System.out.println(listener.secret(host.token).text());
            MemoryCost.answer();
        }

        private static void sendOn(DaemonLink link, long id) {
            link.send(new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, BODY), reply -> sendOn(link, id + 1));
        }

        @Override
        public Token expect(Setup setup) {
            return token;
        }

        @Override
        public void onConnected(DaemonLink link) {
            link.admit(link.setup().slot(), 1);
            if (link.setup().slot() == 0) {
                sendOn(link, 1);
            }
        }

        @Override
        public void onDraining(DaemonLink link, Departure reason) {}

        @Override
        public void onClosed(DaemonLink link) {}

        @Override
        public byte @Nullable [] shape(int number) {
            return null;
        }

        @Override
        public byte @Nullable [] classFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] services(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return null;
        }
    }
}
