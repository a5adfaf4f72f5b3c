package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.Task;
import io.mirai.codec.HostCodec;
import io.mirai.machine.OwnFiles;
import io.mirai.spi.Body;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
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
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
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
        Path config = scratch.resolve("config");
        Path home = OwnFiles.createDirectory(scratch.resolve("home")); // another host would sweep that of the first
        String elsewhere = "sed 's#^address=.*#address=unix://" + home + "/s#' | tee " + config;
        String real = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        TestFleet first = TestFleet.open(script(elsewhere + " | " + real + " \"$@\""), TestFleet.spec("test", 1));
        Files.createSymbolicLink(home.resolve("s"), first.directory().resolve("s"));
        first.fleet().launch(0, 1, DaemonSpec.DEFAULT.withHostGone(new HostGone(AutoExit.PERSIST, "")));
        Link link = first.next(first.links);
        ProcessHandle process = first.process(link);
        try {
            assertThat(first.send(link, Work.EVERYWHERE, Map.of("left", 1), () -> COUNT.incrementAndGet())
                            .value())
                    .isEqualTo(1);
            LinkAddress address = LinkAddress.parse(told(config, "address"));
            Token token = Secret.parse(told(config, "secret")).token();
            first.close();
            Files.delete(home.resolve("s"));
            try (NextHost next = new NextHost(address, token)) {
                assertThat(next.call()).isEqualTo("{}1");
                assertThat(next.asked.get()).isEqualTo(2);
            }
            try (NextHost another = new NextHost(address, token)) {
                another.slot = 5;
                another.level = 2;
                another.maxResultBytes = 1_000;
                assertThat(another.call()).isEqualTo("{}1");
                assertThat(another.run(HostGoneTest::whereItRuns)).isEqualTo("5.1 5.1 mirai-5-0");
                assertThat(another.run(() -> new byte[2_000])).asString().contains("1,000 bytes");
                assertThat(another.run(HostGoneTest::startsDaemons)).asString().contains("a daemon at level 3");
            }
            assertThat(process.isAlive()).isTrue();
            first.fleet().terminate();
            await().atMost(TestFleet.DEADLINE).until(() -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    /** In the task, outside of all tasks, and by the name of the thread. */
    private static String whereItRuns() {
        String outside = CompletableFuture.supplyAsync(HostGoneTest::place, thread -> new Thread(thread).start())
                .join();
        String thread = Thread.currentThread().getName();
        return place() + " " + outside + " " + thread.substring(0, thread.indexOf(" task"));
    }

    private static @Nullable Integer startsDaemons() {
        try (Daemons below = Daemons.local(1)) {
            return below.mirai(() -> 1).collect();
        }
    }

    private static String place() {
        DaemonContext context = DaemonContext.current();
        return context.index() + "." + context.instance();
    }

    /** What the daemon was given by this name. */
    private static String told(Path config, String key) throws IOException {
        Properties lines = new Properties();
        lines.load(new StringReader(Files.readString(config).replaceFirst("(?m)^end$", "")));
        return lines.getProperty(key);
    }

    /** Knows nothing of the daemons that dial in but their token; refuses each the first time. */
    private static final class NextHost implements Admission, ClassSource, AutoCloseable {

        final AtomicInteger asked = new AtomicInteger();
        volatile int slot;
        volatile int level;
        volatile long maxResultBytes = Body.MAX_BYTES;
        private @Nullable DaemonLink link;
        private long tasks;
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
            link = links.poll(60, TimeUnit.SECONDS);
            return run(() -> DaemonContext.current().globals().toString() + COUNT.incrementAndGet());
        }

        /** The value of a task, or the message of what it threw. */
        <T> @Nullable Object run(Task<T> task) throws Exception {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            long id = ++tasks;
            Body body = codec.encodeTask(task, Map.of());
            Objects.requireNonNull(link).send(new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, body), reply::complete);
            Body value = Objects.requireNonNull(
                    reply.get(60, TimeUnit.SECONDS).body().block(TestFleet.DEADLINE));
            return reply.get().kind() == Reply.Kind.VALUE
                    ? codec.decodeValue(value)
                    : codec.decodeFailure(value).message();
        }

        @Override
        public int level() {
            return level;
        }

        @Override
        public long maxResultBytes() {
            return maxResultBytes;
        }

        @Override
        public Token expect(Setup setup) throws RefusedException {
            if (asked.getAndIncrement() == 0) {
                throw new RefusedException("not yet");
            }
            return token;
        }

        @Override
        public void onConnected(DaemonLink joined) {
            joined.admit(slot, joined.setup().instance());
            links.add(joined);
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
