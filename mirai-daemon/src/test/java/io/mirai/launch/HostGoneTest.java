package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.codec.HostCodec;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.HostGone;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a daemon that its closed profile has left alone. */
class HostGoneTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    /** A JVM that writes down with which status it ended, under its slot's number of those that were launched. */
    private Path java() throws IOException {
        return script("\"" + System.getProperty("java.home") + "/bin/java\" \"$@\"\nstatus=$?\necho $status > \""
                + scratch + "/$$.part\"\nmv \"" + scratch + "/$$.part\" \"" + scratch
                + "/$$.status\"\nexit $status");
    }

    private Path script(String body) throws IOException {
        Path script = Files.writeString(scratch.resolve("java"), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private String status(long wrapper) {
        Path file = scratch.resolve(wrapper + ".status");
        await().atMost(TestFleet.DEADLINE).until(() -> Files.exists(file));
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DaemonSpec raising(String signal) {
        return DaemonSpec.DEFAULT.withHostGone(new HostGone(AutoExit.EXIT, signal));
    }

    @Test
    void close_letsThemEndAsTheyWereTold_andTheirStatusSaysWhy() throws Exception {
        TestFleet daemons = TestFleet.open(java(), Duration.ofSeconds(60));
        List<DaemonSpec> specs = List.of(
                DaemonSpec.DEFAULT.withHostGone(new HostGone(AutoExit.FINISH, "")),
                DaemonSpec.DEFAULT.withHostGone(new HostGone(AutoExit.FINISH, "")),
                raising("TERM"),
                raising("KILL"),
                raising("QUIT"));
        for (int slot = 0; slot < specs.size(); slot++) {
            daemons.fleet().launch(slot, 1, specs.get(slot));
        }
        Link[] links = new Link[specs.size()];
        long[] wrappers = new long[specs.size()];
        for (int i = 0; i < specs.size(); i++) {
            Link link = daemons.next(daemons.links);
            links[link.slot()] = link;
            wrappers[link.slot()] = daemons.process(link).parent().orElseThrow().pid();
        }
        String directory = scratch.toString();
        daemons.send(links[0], () -> {
            Files.createFile(Path.of(directory, "begun"));
            while (!Files.exists(Path.of(directory, "go"))) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return Files.createFile(Path.of(directory, "finished")).toString();
        });
        daemons.send(
                links[0], () -> Files.createFile(Path.of(directory, "never")).toString());
        await().atMost(TestFleet.DEADLINE).until(() -> Files.exists(scratch.resolve("begun")));
        daemons.send(links[2], () -> {
            TimeUnit.DAYS.sleep(1);
            return "";
        });

        daemons.close();

        assertThat(status(wrappers[1])).as("finish, idle").isEqualTo("70");
        assertThat(status(wrappers[2])).as("SIGTERM").isEqualTo("143");
        assertThat(status(wrappers[3])).as("SIGKILL").isEqualTo("137");
        assertThat(status(wrappers[4])).as("a signal that ends no JVM").isEqualTo("70");
        assertThat(scratch.resolve("finished")).doesNotExist();
        Files.createFile(scratch.resolve("go"));
        assertThat(status(wrappers[0])).as("finish").isEqualTo("70");
        assertThat(scratch.resolve("finished")).exists();
        assertThat(scratch.resolve("never")).doesNotExist();
    }

    @Test
    void daemonThatLeavesAsItWasAskedTo_saysSoByItsStatus() throws Exception {
        Duration soon = Duration.ofMillis(1);
        List<DaemonLimits> limits = List.of(
                DaemonLimits.NONE.withMaxTasks(1),
                DaemonLimits.NONE.withIdleTime(soon).withTimerStart(1),
                DaemonLimits.NONE.withWallTime(soon).withTimerStart(1));
        try (TestFleet daemons = TestFleet.open(java(), Duration.ofSeconds(60))) {
            for (int slot = 0; slot < limits.size(); slot++) {
                daemons.fleet().launch(slot, 1, DaemonSpec.DEFAULT.withLimits(limits.get(slot)));
                Link link = daemons.next(daemons.links);
                long wrapper = daemons.process(link).parent().orElseThrow().pid();
                assertThat(status(wrapper)).isEqualTo(Integer.toString(77 + slot));
                assertThat(daemons.next(daemons.ends).end().exitStatus()).hasValue(77 + slot);
            }
        }
    }

    @Test
    void persistentDaemon_dialsUntilAHostAdmitsIt_andBringsNothingAlong() throws Exception {
        FleetSpec spec = new FleetSpec(
                "test",
                "tcp://127.0.0.1:0",
                1,
                Body.MAX_BYTES,
                new ResultClasses(Set.of(), Set.of()),
                Mrg32k3a.ofSeed(1));
        Path config = scratch.resolve("config");
        String real = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        TestFleet first = TestFleet.open(script("tee " + config + " | " + real + " \"$@\""), spec);
        first.fleet().launch(0, 1, DaemonSpec.DEFAULT.withHostGone(new HostGone(AutoExit.PERSIST, "")));
        Link link = first.next(first.links);
        ProcessHandle process = first.process(link);
        try {
            assertThat(first.send(link, Work.EVERYWHERE, Map.of("left", 1), () -> COUNT.incrementAndGet())
                            .value())
                    .isEqualTo(1);
            LinkAddress address = LinkAddress.parse(first.fleet().url());
            Token token = token(config);
            first.close();
            try (NextHost next = new NextHost(address, token)) {
                assertThat(next.call()).isEqualTo("{}1");
                assertThat(next.asked.get()).isEqualTo(2);
            }
            try (NextHost another = new NextHost(address, token)) {
                assertThat(another.call()).isEqualTo("{}1");
            }
            assertThat(process.isAlive()).isTrue();
            first.fleet().terminate();
            await().atMost(TestFleet.DEADLINE).until(() -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    /** As the daemon was given it. */
    private static Token token(Path config) throws IOException {
        return Files.readAllLines(config).stream()
                .filter(line -> line.startsWith("secret="))
                .map(line -> Secret.parse(line.substring("secret=".length())).token())
                .findFirst()
                .orElseThrow();
    }

    /** Knows nothing of the daemons that dial in but their token; refuses each the first time. */
    private static final class NextHost implements Admission, ClassSource, AutoCloseable {

        final AtomicInteger asked = new AtomicInteger();
        private final HostCodec codec =
                new HostCodec(HostGoneTest.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()));
        private final BlockingQueue<DaemonLink> links = new LinkedBlockingQueue<>();
        private final DaemonListener listener;

        private final Token token;

        NextHost(LinkAddress address, Token token) {
            this.token = token;
            listener = Objects.requireNonNull(
                    DaemonListener.bind(address, this, this).block(TestFleet.DEADLINE));
        }

        @Nullable
        Object call() throws Exception {
            DaemonLink link = Objects.requireNonNull(links.poll(60, TimeUnit.SECONDS));
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            Body body = codec.encodeTask(
                    () -> DaemonContext.current().globals().toString() + COUNT.incrementAndGet(), Map.of());
            link.send(new TaskMessage(1, 1, 0, 1, 1, "", Work.CALL, body), reply::complete);
            Body value = reply.get(60, TimeUnit.SECONDS).body().block(TestFleet.DEADLINE);
            return codec.decodeValue(Objects.requireNonNull(value));
        }

        @Override
        public Token expect(Setup setup) throws RefusedException {
            if (asked.getAndIncrement() == 0) {
                throw new RefusedException("not yet");
            }
            return token;
        }

        @Override
        public void onConnected(DaemonLink link) {
            links.add(link);
        }

        @Override
        public void onDraining(DaemonLink link, Departure reason) {}

        @Override
        public void onClosed(DaemonLink link) {}

        @Override
        public byte @Nullable [] classFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] services(String name) {
            return null;
        }

        @Override
        public void close() {
            listener.close().block(TestFleet.DEADLINE);
        }
    }
}
