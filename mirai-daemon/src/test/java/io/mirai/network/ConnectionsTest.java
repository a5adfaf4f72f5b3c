package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.TaskOptions;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.testing.Relay;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** Many connections over TLS to one host, of daemons that are objects here. Their rate and their cost are for a benchmark. */
@Timeout(180)
class ConnectionsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int LASTING = 80;
    private static final int CUT = 10;
    private static final int SILENT = 10;
    private static final int TASKS = 2_000;

    private final List<HostConnection> connections = new ArrayList<>();

    /** Daemons that answer each task at once by 1. */
    private void dial(Daemons host, String line, int count) {
        DaemonCodec codec = new DaemonCodec(getClass().getClassLoader(), LambdaShapes.NONE);
        Body value = codec.encodeValue(codec.session(), Body.MAX_BYTES, 1);
        TaskHandler handler = new TaskHandler() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                exchange.send(Reply.Kind.VALUE, 0, value);
            }

            @Override
            public void onStop(long taskId, boolean mayInterruptIfRunning) {}
        };
        LinkAddress address = LinkAddress.parse(word(line, "tls+tcp://"));
        Secret secret = Secret.parse(word(line, "mirai1_"));
        Setup setup = Setup.ofThisProcess(1, Setup.ANY_SLOT, 0);
        int before = host.status().connections();
        connections.addAll(Flux.range(0, count)
                .flatMap(number -> HostConnection.dial(address, setup, secret, handler), 4)
                .collectList()
                .blockOptional(DEADLINE)
                .orElseThrow());
        assertThat(host.status().connections()).isEqualTo(before + count);
    }

    private static String word(String line, String beginning) {
        return line.substring(line.indexOf(beginning)).split("['\" ]", 2)[0];
    }

    private static List<Mirai<Integer>> submit(Daemons daemons, TaskOptions options) {
        List<Mirai<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(daemons.mirai(() -> 1, options));
        }
        return tasks;
    }

    private static void requireAll(List<Mirai<Integer>> tasks) {
        for (Mirai<Integer> task : tasks) {
            assertThat(task.block(DEADLINE)).isEqualTo(1);
        }
    }

    @Test
    void manyConnections_shareTheTasks_andThoseThatAreCutOffLoseNone() throws IOException {
        try (Daemons daemons = Daemons.builder()
                        .url("tls+tcp://127.0.0.1:0")
                        .keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(3))
                        .start();
                Relay cut = Relay.beside(daemons.status().url(), Long.MAX_VALUE, Duration.ZERO);
                Relay silent = Relay.beside(daemons.status().url(), Long.MAX_VALUE, Duration.ZERO)) {
            String line = daemons.launchCommands(1).get(0);
            dial(daemons, line, LASTING);
            dial(daemons, cut.through(line), CUT);
            dial(daemons, silent.through(line), SILENT);
            requireAll(submit(daemons, TaskOptions.none()));
            assertThat(daemons.status().daemons())
                    .filteredOn(DaemonStatus::online)
                    .allMatch(one -> one.complete() > 0);
            List<Mirai<Integer>> meanwhile = submit(daemons, TaskOptions.none().retry(3));
            cut.loseListener();
            silent.loseDiallers();
            requireAll(meanwhile);
            await().atMost(DEADLINE).until(() -> daemons.status().connections() == LASTING);
            requireAll(submit(daemons, TaskOptions.none()));
        } finally {
            connections.forEach(connection -> connection.onClose().block(DEADLINE));
        }
    }
}
