package io.mirai.bench;

import io.mirai.Daemons;
import io.mirai.bench.jvm.Numbers;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Protocol;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** From the first byte of a dial over TLS until a daemon of another protocol, another codec or a Java that is too old knows why it is refused. */
final class Refusal {

    private static final int ROUNDS = 100;
    private static final int WARM_UP = 20;
    private static final Pattern SECRET = Pattern.compile("mirai1_\\S+");

    private Refusal() {}

    public static void main(String[] args) {
        try (Daemons daemons =
                Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start()) {
            Matcher found = SECRET.matcher(daemons.launchCommands(1).get(0));
            if (!found.find()) {
                throw new IllegalStateException("the line has no secret");
            }
            Secret secret = Secret.parse(found.group());
            LinkAddress address = LinkAddress.parse(daemons.status().url());
            measure("protocol", address, secret, new Setup(Protocol.VERSION + 1, 17, Protocol.CODEC, 1, -1, 0, 1));
            measure("Java", address, secret, new Setup(Protocol.VERSION, 16, Protocol.CODEC, 1, -1, 0, 1));
            measure("codec", address, secret, new Setup(Protocol.VERSION, 17, Protocol.CODEC + 1, 1, -1, 0, 1));
        }
    }

    private static void measure(String what, LinkAddress address, Secret secret, Setup setup) {
        double[] millis = new double[ROUNDS];
        String reason = "";
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long start = System.nanoTime();
            reason = reason(address, secret, setup);
            if (round >= 0) {
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        Numbers.print(
                "%-8s median %.1f ms, largest of %d %.1f ms: %s",
                what, millis[ROUNDS / 2], ROUNDS, millis[ROUNDS - 1], reason);
    }

    private static String reason(LinkAddress address, Secret secret, Setup setup) {
        return Objects.requireNonNull(HostConnection.dial(address, setup, secret, new Idle())
                .map(admitted -> "it was admitted")
                .onErrorResume(RefusedException.class, refused -> Mono.just(String.valueOf(refused.getMessage())))
                .block());
    }

    /** Has no tasks. */
    private static final class Idle implements TaskHandler {

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {}

        @Override
        public void onStop(long taskId, boolean mayInterruptIfRunning) {}
    }
}
