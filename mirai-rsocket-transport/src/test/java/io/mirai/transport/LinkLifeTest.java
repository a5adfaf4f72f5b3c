package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.Token;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

class LinkLifeTest {

    private static final Body HELLO = Body.of(new byte[] {1, 2, 3});

    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void send_task_arrivesWithAllItsFields() {
        Queue<TaskRequest> tasks = new ConcurrentLinkedQueue<>();
        Queue<Mono<Body>> bodies = new ConcurrentLinkedQueue<>();
        pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                bodies.add(exchange.body());
                tasks.add(task);
            }
        });
        pair.link().send(new TaskMessage(7, 9, 0, 2, 1, "fit", Work.CALL, HELLO), reply -> {});
        await().atMost(Pair.LIMIT).until(() -> !tasks.isEmpty());
        TaskRequest task = tasks.remove();
        assertThat(task.id()).isEqualTo(7);
        assertThat(task.sequence()).isEqualTo(9);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(task.name()).isEqualTo("fit");
        assertThat(ExchangeTest.join(Pair.await(bodies.remove()))).containsExactly(1, 2, 3);
    }

    @Test
    void reply_ofEachKind_arrivesAsThatKind() {
        Queue<Reply.Kind> kinds = new ConcurrentLinkedQueue<>(List.of(Reply.Kind.values()));
        pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                exchange.send(kinds.remove(), 0, Body.EMPTY);
            }
        });
        DaemonLink link = pair.link();
        for (Reply.Kind kind : Reply.Kind.values()) {
            assertThat(Pair.await(pair.send(link, HELLO)).kind()).isEqualTo(kind);
        }
    }

    @Test
    void reply_sentTwice_countsOnce() {
        pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                exchange.send(Reply.Kind.VALUE, 0, HELLO);
                exchange.send(Reply.Kind.ERROR, 0, HELLO);
            }
        });
        DaemonLink link = pair.link();
        assertThat(Pair.await(pair.send(link, HELLO)).kind()).isEqualTo(Reply.Kind.VALUE);
        assertThat(Pair.await(pair.send(link, HELLO)).kind()).isEqualTo(Reply.Kind.VALUE);
    }

    @Test
    void stop_reachesTheHandler() {
        Pair.Echo daemon = new Pair.Echo();
        pair.dial(daemon);
        pair.link().stop(42, true);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(daemon.stopped).containsExactly(42L));
    }

    @Test
    void announce_reachesTheHost() {
        HostConnection daemon = pair.dial(new Pair.Echo());
        daemon.announce(Departure.OUT_OF_MEMORY);
        daemon.announce(Departure.SIGNAL);
        await().atMost(Pair.LIMIT).untilAsserted(() -> assertThat(pair.events.draining)
                .containsExactly(Departure.OUT_OF_MEMORY, Departure.SIGNAL));
    }

    @Test
    void lines_waitForTheHostToPrint_andDeparturesDoNot() {
        pair.events.printing = false;
        HostConnection daemon = pair.dial(new Pair.Echo());
        DaemonLink link = pair.link();
        Semaphore demand = new Semaphore(0);
        int sent = 0;
        while (daemon.tryPrint(false, 1, "line")) {
            sent++;
        }
        assertThat(sent).isBetween(1, 255);
        daemon.announce(Departure.SIGNAL);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.draining).containsExactly(Departure.SIGNAL));
        assertThat(pair.events.lines).hasSize(sent);
        assertThat(daemon.tryPrint(false, 1, "line")).isFalse();
        daemon.onDemand(demand::release);
        for (int i = 0; i < sent; i++) {
            link.outputTaken();
        }
        await().atMost(Pair.LIMIT).until(demand::tryAcquire);
        assertThat(daemon.tryPrint(false, 1, "line")).isTrue();
    }

    @Test
    void daemonThatLeaves_isHeardToTheEnd_thoughTheHostGoesOnWriting() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        byte[] chunk = new byte[Body.CHUNK_BYTES];
        Body large = new Body(List.of(chunk, chunk, chunk, chunk), 4 * Body.CHUNK_BYTES);
        HostConnection[] daemon = new HostConnection[1];
        AtomicInteger answered = new AtomicInteger();
        daemon[0] = pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                if (answered.incrementAndGet() > 3) {
                    exchange.send(Reply.Kind.NOT_STARTED, 0, Body.EMPTY);
                    return;
                }
                exchange.send(Reply.Kind.VALUE, 0, large);
                if (answered.get() == 3) {
                    daemon[0].announce(Departure.MAX_TASKS);
                    daemon[0].leave(() -> {});
                    daemon[0].leave(() -> {});
                }
            }
        });
        DaemonLink link = pair.link();
        for (int i = 0; i < 100; i++) {
            link.send(pair.task(HELLO), reply -> reply.body()
                    .subscribe(body -> heard.add(
                            reply.kind() + " " + body.length() + " bytes, closed " + pair.events.closed.size())));
        }
        daemon[0].onClose().block(Pair.LIMIT);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        assertThat(pair.events.draining).containsExactly(Departure.MAX_TASKS);
        assertThat(heard).hasSize(100).containsOnly("VALUE 1048576 bytes, closed 0", "NOT_STARTED 0 bytes, closed 0");
        assertThat(heard).filteredOn(line -> line.startsWith("VALUE")).hasSize(3);
    }

    /** Once it is admitted it may be sent tasks, and would take them with it. */
    @Test
    void daemonThatIsToEnd_isNotAdmitted() {
        TaskHandler ending = new Pair.Echo() {
            @Override
            public boolean wantsAdmission() {
                return false;
            }
        };
        assertThatThrownBy(() -> pair.dial(ending)).hasMessageContaining("has not proven");
        assertThat(pair.events.connected).isEmpty();
    }

    @Test
    void taskForADaemonThatHasLeft_isHandedBack() {
        Queue<Reply.Kind> kinds = new ConcurrentLinkedQueue<>();
        HostConnection daemon = pair.dial(new Pair.Echo());
        DaemonLink link = pair.link();
        daemon.announce(Departure.MAX_TASKS);
        daemon.leave(() -> {});
        daemon.onClose().block(Pair.LIMIT);
        link.send(pair.task(HELLO), reply -> kinds.add(reply.kind()));
        assertThat(kinds).containsExactly(Reply.Kind.NOT_STARTED);
    }

    @Test
    void linkCloses_withTasksOnTheDaemon_bothSidesHearOnce() {
        AtomicBoolean replied = new AtomicBoolean();
        Queue<TaskExchange> senders = new ConcurrentLinkedQueue<>();
        HostConnection daemon = pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                senders.add(exchange);
            }
        });
        DaemonLink link = pair.link();
        link.send(pair.task(HELLO), reply -> replied.set(true));
        await().atMost(Pair.LIMIT).until(() -> !senders.isEmpty());
        link.close();
        link.close();
        daemon.onClose().block(Pair.LIMIT);
        senders.remove().send(Reply.Kind.VALUE, 0, HELLO);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        link.send(pair.task(HELLO), reply -> replied.set(true));
        link.stop(1, true);
        DaemonSide.close(daemon);
        assertThat(replied).isFalse();
        assertThat(pair.events.closed).containsExactly(link);
    }

    /** The watch over every test looks for dropped errors. */
    @ParameterizedTest
    @EnumSource(Pair.Over.class)
    void linkCloses_whileAFrameLeaves_dropsNoError(Pair.Over over) {
        try (Pair other = new Pair(over, Pair.NO_CLASSES)) {
            HostConnection daemon = other.dial(new Pair.Echo());
            DaemonLink link = other.link();
            link.send(
                    other.task(HELLO),
                    reply -> { // on the event loop, so that the frame is not flushed before the end
                        link.send(other.task(HELLO), late -> {});
                        link.close();
                    });
            daemon.onClose().block(Pair.LIMIT);
            await().atMost(Pair.LIMIT)
                    .untilAsserted(() -> assertThat(other.events.closed).containsExactly(link));
        }
    }

    @Test
    void listenerCloses_leavesNoSocketNoThreadNoLink() {
        HostConnection daemon = pair.dial(new Pair.Echo());
        DaemonLink link = pair.link();
        assertThat(pair.listener.address().url()).isEqualTo("unix://" + pair.socket);
        pair.listener.close();
        pair.listener.close().block(Pair.LIMIT);
        daemon.onClose().block(Pair.LIMIT);
        assertThat(pair.events.closed).containsExactly(link);
        assertThat(pair.socket).doesNotExist();
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(Pair.threads()).isEmpty());
    }

    @Test
    void dial_refused_leavesNoThread() {
        assertThatThrownBy(() -> Pair.await(
                        HostConnection.dial(pair.address, Pair.setup(0), Secret.of(Token.random()), new Pair.Echo())))
                .hasCauseInstanceOf(RefusedException.class);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(Pair.threads()).noneMatch(name -> name.contains("mirai-link")));
    }

    @Test
    void listenerCloses_onAnEventLoop_returnsAndEnds() {
        pair.dial(new Pair.Echo());
        DaemonLink link = pair.link();
        link.send(pair.task(HELLO), reply -> pair.listener.close().subscribe());
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(Pair.threads()).isEmpty());
    }

    @Test
    void listenerCloses_whileDaemonsDialIn_endsThemAll() {
        for (int round = 0; round < 20; round++) {
            DaemonListener listener = Pair.await(DaemonListener.bind(
                    new LinkAddress.Unix(pair.directory.resolve("r")), pair.events, Pair.NO_CLASSES));
            List<CompletableFuture<HostConnection>> daemons = IntStream.range(0, 8)
                    .mapToObj(slot -> Pair.dial(
                                    new LinkAddress.Unix(pair.directory.resolve("r")),
                                    Pair.setup(slot),
                                    new Pair.Echo())
                            .toFuture())
                    .toList();
            daemons.get(0)
                    .orTimeout(Pair.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(refused -> null)
                    .join();
            listener.close().block(Pair.LIMIT);
            for (CompletableFuture<HostConnection> daemon : daemons) {
                daemon.thenCompose(admitted -> admitted.onClose().toFuture())
                        .exceptionally(notAdmitted -> null)
                        .orTimeout(Pair.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join();
            }
        }
        await().atMost(Pair.LIMIT).untilAsserted(() -> assertThat(pair.events.closed)
                .containsExactlyInAnyOrderElementsOf(List.copyOf(pair.events.connected)));
    }

    @Test
    void bind_makesASocketForThisUserOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pair.socket)))
                .isEqualTo("rw-------");
    }
}
