package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.ValueSender;
import io.mirai.transport.host.DaemonLink;
import io.mirai.wire.TaskRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** The many values of one task: what the host requests the daemon hears, and no more comes. */
class ValuesTest {

    private static final Body SMALL = Body.of(new byte[] {1});
    private static final Body LONG = ExchangeTest.body(ExchangeTest.random(700_000));

    private final Pair pair = new Pair();
    private final BlockingQueue<Running> running = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        pair.close();
    }

    /** A task on the daemon, which this test plays. */
    private static final class Running {

        final ValueSender values;
        final TaskExchange exchange;
        private final Semaphore demand = new Semaphore(0);

        Running(ValueSender values, TaskExchange exchange) {
            this.values = values;
            this.exchange = exchange;
            values.onDemand(() -> demand.release((int) values.takeDemand(Long.MAX_VALUE)));
        }

        /** For so many more. */
        void awaitDemand(int n) throws InterruptedException {
            assertThat(demand.tryAcquire(n, Pair.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }

        boolean hasDemand() {
            return demand.availablePermits() > 0;
        }

        void end() {
            exchange.send(Reply.Kind.VALUE, 0, Body.EMPTY);
        }
    }

    private DaemonLink dial() {
        pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                ValueSender values = exchange.values();
                if (values == null) {
                    super.onTask(task, exchange);
                } else {
                    running.add(new Running(values, exchange));
                }
            }
        });
        return pair.link();
    }

    private Running start(DaemonLink link, long id) throws Exception {
        link.send(new TaskMessage(id, id, 0, 1, 1, "", Work.STREAM, SMALL), reply -> {});
        return Objects.requireNonNull(running.poll(Pair.LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    /** Requests nothing of its own accord. */
    private static final class Taking extends BaseSubscriber<Mono<Body>> {

        private final BlockingQueue<Mono<Body>> had = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> ended = new CompletableFuture<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(Mono<Body> value) {
            had.add(value);
        }

        @Override
        protected void hookFinally(SignalType type) {
            ended.complete(type.toString());
        }

        Mono<Body> awaitNext() throws InterruptedException {
            return Objects.requireNonNull(had.poll(Pair.LIMIT.toSeconds(), TimeUnit.SECONDS));
        }

        void awaitNext(Body expected) throws InterruptedException {
            assertThat(ExchangeTest.join(Pair.await(awaitNext()))).isEqualTo(ExchangeTest.join(expected));
        }

        void awaitCompletion() {
            assertThat(ended).succeedsWithin(Pair.LIMIT).isEqualTo("onComplete");
            assertThat(had).isEmpty();
        }
    }

    private static Taking take(DaemonLink link, long id, long n) {
        Taking taking = new Taking();
        link.values(id).subscribe(taking);
        taking.request(n);
        return taking;
    }

    @Test
    void values_shortAndLong_comeInTheirOrderAsTheyAreAskedFor() throws Exception {
        DaemonLink link = dial();
        Running task = start(link, 1);
        Taking taking = take(link, 1, 3);
        task.awaitDemand(3);
        for (Body value : List.of(SMALL, LONG, SMALL)) {
            task.values.send(value);
            taking.awaitNext(value);
        }
        taking.request(2);
        task.awaitDemand(2);
        task.values.send(LONG);
        task.end();
        taking.awaitNext(LONG);
        taking.awaitCompletion();
    }

    @Test
    void longValue_fetchedAfterTheEnd_isStillThere() throws Exception {
        DaemonLink link = dial();
        Running task = start(link, 1);
        Taking taking = take(link, 1, 1);
        task.awaitDemand(1);
        task.values.send(LONG);
        task.end();
        assertThat(taking.ended).succeedsWithin(Pair.LIMIT);
        taking.awaitNext(LONG);
    }

    @Test
    void values_askedForAfterTheEnd_areNone() throws Exception {
        DaemonLink link = dial();
        start(link, 1).end();
        Pair.await(pair.send(link, SMALL));
        take(link, 1, 1).awaitCompletion();
        take(link, 99, 1).awaitCompletion();
    }

    @Test
    void values_linkEnds_complete() throws Exception {
        DaemonLink link = dial();
        Running task = start(link, 1);
        Taking taking = take(link, 1, 2);
        task.awaitDemand(2);
        task.values.send(SMALL);
        taking.awaitNext(SMALL);
        link.close();
        taking.awaitCompletion();
        task.values.send(LONG);
        task.end();
    }

    @Test
    void cancel_dropsWhatWasKept_andLaterValuesGoNowhere() throws Exception {
        DaemonLink link = dial();
        Running task = start(link, 1);
        Taking taking = take(link, 1, 3);
        task.awaitDemand(3);
        task.values.send(LONG);
        Mono<Body> value = taking.awaitNext();
        taking.cancel();
        Pair.await(pair.send(link, SMALL)); // behind the cancel
        task.values.send(LONG);
        task.values.send(SMALL);
        task.end();
        Pair.await(pair.send(link, SMALL));
        assertThat(taking.had).isEmpty();
        assertThatThrownBy(() -> Pair.await(value)).hasMessageContaining("no body -1 is kept here");
    }

    @Test
    void valueThatIsLost_endsTheLink() throws Exception {
        DaemonLink link = dial();
        Running task = start(link, 1);
        Taking taking = take(link, 1, 3);
        task.awaitDemand(3);
        task.values.send(LONG);
        Mono<Body> value = taking.awaitNext();
        link.stop(1, true); // which drops it there
        Pair.await(pair.send(link, SMALL));
        assertThatThrownBy(() -> Pair.await(value)).hasMessageContaining("no body -1 is kept here");
        taking.awaitCompletion();
        task.end();
    }

    @Test
    void takeDemand_whileMuchWaitsToBeFetched_isNone() throws Exception {
        DaemonLink link = dial();
        Running task = start(link, 1);
        Taking taking = take(link, 1, 1);
        task.awaitDemand(1);
        Body large = new Body(Collections.nCopies(32, new byte[Body.CHUNK_BYTES]), 32L * Body.CHUNK_BYTES);
        task.values.send(large);
        Mono<Body> value = taking.awaitNext();
        taking.request(2);
        Pair.await(pair.send(link, SMALL)); // behind the request
        assertThat(task.values.takeDemand(Long.MAX_VALUE)).isZero();
        assertThat(task.hasDemand()).isFalse();
        assertThat(Pair.await(value).length()).isEqualTo(large.length());
        task.awaitDemand(2);
        task.end();
        taking.awaitCompletion();
    }

    @Test
    void values_ofManyTasksAtOnce_goToTheirOwn() throws Exception {
        DaemonLink link = dial();
        List<Running> tasks = new ArrayList<>();
        List<Taking> takers = new ArrayList<>();
        for (int id = 1; id <= 50; id++) {
            tasks.add(start(link, id));
            takers.add(take(link, id, 3));
        }
        for (int sent = 0; sent < 3; sent++) {
            for (int id = 1; id <= 50; id++) {
                tasks.get(id - 1).awaitDemand(1);
                tasks.get(id - 1).values.send(Body.of(new byte[] {(byte) id}));
            }
        }
        tasks.forEach(Running::end);
        for (int id = 1; id <= 50; id++) {
            for (int sent = 0; sent < 3; sent++) {
                takers.get(id - 1).awaitNext(Body.of(new byte[] {(byte) id}));
            }
            takers.get(id - 1).awaitCompletion();
        }
    }
}
