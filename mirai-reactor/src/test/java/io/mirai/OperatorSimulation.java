package io.mirai;

import io.mirai.dispatch.Policy;
import io.mirai.memory.InMemoryBackend;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.InMemoryFleet;
import io.mirai.memory.InMemoryStream;
import io.mirai.memory.LateBody;
import io.mirai.promise.OutcomePublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * One random schedule for one subscription of one operator: requests, a cancel, answers and failures of daemons, deaths, time, what
 * the source does, and the close, in any order, on one thread. The subscriber is a {@link StrictSubscriber}.
 */
final class OperatorSimulation {

    /** What is subscribed to. */
    enum Operator {
        MIRAI,
        RACE,
        DEFER,
        MAP,
        MAP_UNORDERED,
        MAP_OUTCOMES,
        MAP_PROGRESS,
        LAZY_MAP,
        LAZY_MAP_UNORDERED,
        STREAM
    }

    private static final int STEPS = 60;
    private static final int MAX_ROUNDS = 100;

    private final Operator operator;
    private final Random random;
    private final CountingTimer time = new CountingTimer();
    private final StepScheduler codecPool = new StepScheduler();
    private final InMemoryFleet fleet;
    private final Daemons daemons;
    private final StrictSubscriber<Object> subscriber = new StrictSubscriber<>();
    private final Source source;
    private final int size;
    /** A few things happen in some schedules only. */
    private final boolean rough;

    private final List<LateBody> late = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Integer> expected = new ArrayList<>();
    private boolean closed;

    OperatorSimulation(Operator operator, long seed) {
        this.operator = operator;
        this.random = new Random(seed);
        this.size = random.nextInt(8);
        this.rough = random.nextInt(4) == 0;
        this.source = new Source(size, random.nextInt(3) == 0);
        InMemoryBackend backend = new InMemoryBackend();
        daemons = DaemonsBuilder.make(
                backend,
                InMemoryBackend.spec("simulation", 1 + random.nextInt(3)),
                DaemonOptions.none(),
                Policy.FIFO,
                time.loop("simulation"),
                codecPool,
                codecPool,
                OutcomePublisher.on(Schedulers.immediate()));
        fleet = backend.fleet();
        if (random.nextBoolean()) {
            fleet.readValuesApart();
        }
        daemons.start().subscribe(nothing -> {}, error -> {});
    }

    /** What happened. */
    Set<String> run() {
        subscribe();
        for (int i = 0; i < STEPS; i++) {
            step(random.nextInt(100));
        }
        settle();
        checkEnd();
        if (!closed) {
            daemons.close();
        }
        return seen;
    }

    @SuppressWarnings("unchecked")
    private void subscribe() {
        TaskOptions options = random.nextInt(6) == 0
                ? TaskOptions.none().timeout(Duration.ofMillis(1 + random.nextInt(2_000)))
                : TaskOptions.none();
        MapOptions mapOptions = MapOptions.none().task(options).prefetch(random.nextInt(4));
        List<Integer> elements = IntStream.range(0, size).boxed().toList();
        org.reactivestreams.Publisher<?> publisher =
                switch (operator) {
                    case MIRAI -> daemons.mirai(() -> "never run here", options);
                    case RACE ->
                        Mirai.race(IntStream.range(0, 1 + size)
                                .mapToObj(i -> daemons.mirai(() -> "never run here", options))
                                .toList());
                    case DEFER -> daemons.defer(() -> "never run here", options);
                    case MAP -> daemons.map(elements, x -> x, mapOptions);
                    case MAP_UNORDERED ->
                        daemons.map(elements, x -> x, mapOptions).unordered();
                    case MAP_OUTCOMES ->
                        daemons.map(elements, x -> x, mapOptions).outcomes();
                    case MAP_PROGRESS ->
                        daemons.map(elements, x -> x, mapOptions).progress();
                    case LAZY_MAP -> daemons.map(source, x -> x, mapOptions);
                    case LAZY_MAP_UNORDERED -> daemons.map(source, x -> x, mapOptions.unordered());
                    case STREAM -> daemons.stream(() -> Flux.empty(), options);
                };
        ((org.reactivestreams.Publisher<Object>) publisher).subscribe(subscriber);
    }

    private void step(int dice) {
        if (dice < 15) {
            request(1 + random.nextInt(3));
        } else if (dice < 17) {
            request(Long.MAX_VALUE);
        } else if (dice < 19) {
            cancel();
        } else if (dice < 45) {
            moveMessages();
        } else if (dice < 65) {
            answer();
        } else if (dice < 75) {
            source.step(random);
        } else if (dice < 88) {
            if (codecPool.hasTask()) {
                codecPool.step();
            }
        } else if (dice < 93) {
            time.pass(Duration.ofMillis(random.nextInt(500)));
        } else if (dice < 96) {
            dialIn();
        } else if (rough) {
            trouble();
        }
    }

    private void request(long n) {
        if (!subscriber.isOver()) {
            subscriber.request(n);
        }
    }

    private void cancel() {
        if (!subscriber.isOver()) {
            seen.add("cancelled");
            subscriber.cancel();
        }
    }

    private void moveMessages() {
        for (InMemoryDaemon daemon : fleet.online()) {
            if (daemon.hasMessageForDaemon() && random.nextBoolean()) {
                daemon.receive();
            }
            if (daemon.hasMessageForHost() && random.nextBoolean()) {
                daemon.deliver();
            }
        }
    }

    private void answer() {
        if (!late.isEmpty() && random.nextBoolean()) {
            late.remove(random.nextInt(late.size())).arrives();
            return;
        }
        for (InMemoryDaemon daemon : fleet.online()) {
            if (daemon.running().isEmpty() || random.nextBoolean()) {
                continue;
            }
            long id = daemon.running().get(0);
            InMemoryStream stream = operator == Operator.STREAM ? daemon.streamIfAsked(id) : null;
            if (operator == Operator.STREAM && random.nextInt(4) > 0) {
                bring(stream);
            } else {
                end(daemon, id);
            }
        }
    }

    private void bring(@Nullable InMemoryStream stream) {
        if (stream != null && stream.requested() > 0) {
            int value = expected.size();
            expected.add(value);
            if (random.nextInt(4) == 0) {
                late.add(stream.bringsLate(value));
            } else {
                stream.brings(value);
            }
        }
    }

    private void end(InMemoryDaemon daemon, long id) {
        switch (random.nextInt(8)) {
            case 0 -> daemon.fails(id, new IllegalStateException("task " + id));
            case 1 -> daemon.isInterrupted(id);
            case 2 -> late.add(daemon.returnsLate(id, valueOf(id)));
            case 3 -> daemon.returns(id, null);
            default -> daemon.returns(id, valueOf(id));
        }
    }

    private @Nullable Object valueOf(long id) {
        return operator == Operator.STREAM ? null : id;
    }

    private void dialIn() {
        fleet.launching().forEach(fleet::dialIn);
    }

    private void trouble() {
        if (random.nextInt(8) == 0) {
            seen.add("closed");
            closed = true;
            daemons.close();
        } else if (!fleet.online().isEmpty()) {
            seen.add("died");
            fleet.online().get(0).die();
        }
    }

    /** Everything goes well from now on, and whoever still listens wants all. */
    private void settle() {
        request(Long.MAX_VALUE);
        for (int round = 0; round < MAX_ROUNDS && !subscriber.isOver(); round++) {
            time.pass(Duration.ofSeconds(1)); // a daemon that died early is not replaced at once
            dialIn();
            source.finish();
            while (codecPool.hasTask()) {
                codecPool.step();
            }
            List.copyOf(late).forEach(LateBody::arrives);
            late.clear();
            for (InMemoryDaemon daemon : fleet.online()) {
                while (daemon.hasMessageForDaemon()) {
                    daemon.receive();
                }
                for (long id : daemon.running()) {
                    daemon.returns(id, valueOf(id));
                }
                while (daemon.hasMessageForHost()) {
                    daemon.deliver();
                }
            }
        }
    }

    /** What nobody wants any more waits nowhere, and every daemon that has some of it was told to stop. */
    private void checkNothingGoesOn() {
        while (codecPool.hasTask()) {
            codecPool.step();
        }
        dialIn();
        for (InMemoryDaemon daemon : fleet.online()) {
            while (daemon.hasMessageForDaemon()) {
                daemon.receive();
            }
            for (long id : daemon.running()) {
                require(daemon.isTold(id), "task " + id + " runs for nobody");
            }
        }
        require(
                daemons.status().queued() == 0,
                "queued for nobody: " + daemons.status().queued());
    }

    private void checkEnd() {
        if (subscriber.isCancelled() && operator != Operator.RACE && operator != Operator.MAP_PROGRESS) {
            checkNothingGoesOn();
        }
        require(subscriber.isOver(), "the subscriber never heard of an end; it has " + subscriber.values);
        seen.add(subscriber.isCancelled() ? "cancelled" : Objects.requireNonNull(subscriber.end()));
        if (operator == Operator.STREAM) {
            List<Integer> first = expected.subList(0, Math.min(expected.size(), subscriber.values.size()));
            require(subscriber.values.equals(first), "values " + subscriber.values + ", expected " + expected);
            if ("complete".equals(subscriber.end())) {
                require(subscriber.values.equals(expected), "completed with " + subscriber.values);
            }
        }
        if (operator == Operator.MAP || operator == Operator.LAZY_MAP) {
            require(isSorted(), "out of order: " + subscriber.values);
        }
        if (operator == Operator.MAP_OUTCOMES && !subscriber.isCancelled()) {
            require(subscriber.values.size() == size, "outcomes: " + subscriber.values);
        }
        if (operator == Operator.MAP_PROGRESS && !subscriber.isCancelled()) {
            Progress last = (Progress) subscriber.values.get(subscriber.values.size() - 1);
            require(last.done() == size && last.total() == size, "the last progress is " + last);
        }
        require(!source.isOpen() || !isLazy(), "the source was neither finished nor cancelled");
    }

    private boolean isLazy() {
        return operator == Operator.LAZY_MAP || operator == Operator.LAZY_MAP_UNORDERED;
    }

    /** The value of an element is the id of its task, and these rise with the elements. */
    private boolean isSorted() {
        for (int i = 1; i < subscriber.values.size(); i++) {
            if ((Long) subscriber.values.get(i - 1) >= (Long) subscriber.values.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** A source that emits when the schedule says so, and holds its subscriber to the rules, too. */
    private static final class Source extends Flux<Integer> implements Subscription {

        private final int size;
        private final boolean fails;
        private @Nullable CoreSubscriber<? super Integer> actual;
        private long requested;
        private int emitted;
        private boolean over;

        Source(int size, boolean fails) {
            this.size = size;
            this.fails = fails;
        }

        boolean isOpen() {
            return actual != null && !over;
        }

        @Override
        public void subscribe(CoreSubscriber<? super Integer> subscriber) {
            actual = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            require(n > 0, "requested " + n);
            requested = Operators.addCap(requested, n);
        }

        @Override
        public void cancel() {
            over = true;
        }

        void step(Random random) {
            if (isOpen() && emitted < size && requested > emitted) {
                Objects.requireNonNull(actual).onNext(emitted++);
            } else if (isOpen() && emitted == size && random.nextBoolean()) {
                end();
            }
        }

        void finish() {
            while (isOpen() && emitted < size && requested > emitted) {
                Objects.requireNonNull(actual).onNext(emitted++);
            }
            if (isOpen() && emitted == size) {
                end();
            }
        }

        private void end() {
            over = true;
            if (fails) {
                Objects.requireNonNull(actual).onError(new IllegalStateException("the source has failed"));
            } else {
                Objects.requireNonNull(actual).onComplete();
            }
        }
    }
}
