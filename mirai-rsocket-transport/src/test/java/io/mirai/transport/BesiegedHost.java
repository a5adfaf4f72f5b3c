package io.mirai.transport;

import io.mirai.spi.Body;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.testing.siege.MemoryCost;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A host in a small JVM of its own that keeps the daemon of slot 0 busy, one task after the other, and tells what that
 * costs.
 */
final class BesiegedHost implements AutoCloseable {

    private static final Body BODY = Body.of(new byte[4 * 1024]);

    private static final long LIFETIME_SECONDS = 120;

    private final Process process;
    private final BufferedReader said;
    final LinkAddress address;
    final String secret;

    private BesiegedHost(Process process) throws IOException {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.address = LinkAddress.parse(String.valueOf(said.readLine()));
        this.secret = String.valueOf(said.readLine());
    }

    /** Starts one, and waits until it listens. */
    static BesiegedHost start(String url) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:MaxDirectMemorySize=128m",
                "-D" + Pair.TOKEN_PROPERTY + "=" + Pair.TOKEN.toHex()));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BesiegedHost.class.getName(), url));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        bound(process);
        return new BesiegedHost(process);
    }

    /** Kills a process that lives too long, so that nobody waits for a line of it for ever. */
    static void bound(Process process) {
        CompletableFuture.delayedExecutor(LIFETIME_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
    }

    MemoryCost cost() throws IOException {
        return MemoryCost.ask(process, said);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        said.close();
    }

    public static void main(String[] args) throws IOException {
        Pair.Events events = new Pair.Events() {
            @Override
            public void onConnected(DaemonLink link) {
                verdict.accept(link);
                if (link.setup().slot() == 0) {
                    sendOn(link, 1);
                }
            }

            @Override
            public void onClosed(DaemonLink link) {
                if (link.setup().slot() == 0) {
                    System.err.println("the daemon is lost");
                }
            }
        };
        DaemonListener listener = Pair.await(DaemonListener.bind(LinkAddress.parse(args[0]), events, Pair.NO_CLASSES));
        System.out.println(listener.address().url());
        System.out.println(listener.secret(Pair.TOKEN).text());
        MemoryCost.answer();
    }

    private static void sendOn(DaemonLink link, long id) {
        link.send(new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, BODY), reply -> sendOn(link, id + 1));
    }
}
