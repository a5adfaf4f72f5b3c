package io.mirai.bench.jvm;

import io.mirai.Daemons;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Daemons that are objects in one process, each with a connection of its own. They answer each task by {@link #VALUE}, at once or after a
 * while. They end with the process that has started them.
 */
public final class CrowdOfDaemons implements AutoCloseable {

    /** What each task brings. */
    public static final int VALUE = 1;

    /** The name of a task that takes {@link #SLOW_MILLIS}. */
    public static final String SLOW = "slow";

    /** How long such a task takes. */
    public static final int SLOW_MILLIS = 50;

    private static final Pattern SECRET = Pattern.compile("mirai1_[A-Za-z0-9_-]+");
    private static final int DIALS_AT_ONCE = 8;
    private static final int RETRIES = 10;

    private final Process process;

    private CrowdOfDaemons(Process process) {
        this.process = process;
    }

    /** Starts some for a profile that listens with one secret, and waits until all are admitted. */
    public static CrowdOfDaemons dial(Daemons host, int count) throws IOException {
        Matcher secret = SECRET.matcher(host.launchCommands(1).get(0));
        if (!secret.find()) {
            throw new IllegalStateException("the line has no secret");
        }
        Process process = Jvm.start(CrowdOfDaemons.class, host.status().url(), Integer.toString(count));
        try {
            BufferedWriter in = process.outputWriter(StandardCharsets.UTF_8);
            in.write(secret.group() + "\n");
            in.flush();
            if (process.inputReader(StandardCharsets.UTF_8).readLine() == null) {
                throw new IllegalStateException("not all of " + count + " daemons were admitted");
            }
            return new CrowdOfDaemons(process);
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The process that has them all. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Kills them. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] args) throws IOException {
        BufferedReader fromHost = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Secret secret = Secret.parse(fromHost.readLine());
        LinkAddress address = LinkAddress.parse(args[0]);
        Setup setup = Setup.ofThisProcess(1, Setup.ANY_SLOT, 0);
        DaemonCodec codec = new DaemonCodec(CrowdOfDaemons.class.getClassLoader(), LambdaShapes.NONE);
        Body value = codec.encodeValue(codec.session(), Body.MAX_BYTES, VALUE);
        TaskHandler handler = new TaskHandler() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                if (task.name().equals(SLOW)) {
                    Schedulers.parallel().schedule(() -> answer(exchange), SLOW_MILLIS, TimeUnit.MILLISECONDS);
                } else {
                    answer(exchange);
                }
            }

            private void answer(TaskExchange exchange) {
                exchange.send(Reply.Kind.VALUE, 0, value);
            }

            @Override
            public void onStop(long taskId, boolean mayInterruptIfRunning) {}
        };
        Flux.range(0, Integer.parseInt(args[1]))
                .flatMap(
                        number -> HostConnection.dial(address, setup, secret, handler)
                                .retry(RETRIES), // on a busy machine a dial may take longer than its host waits
                        DIALS_AT_ONCE)
                .blockLast();
        System.out.println("admitted");
        while (fromHost.read() >= 0) {
            // Until it ends.
        }
        Runtime.getRuntime().halt(0);
    }
}
