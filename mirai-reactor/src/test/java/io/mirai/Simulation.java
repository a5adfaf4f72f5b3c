package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.memory.InMemoryBackend;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.InMemoryFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * One random schedule on one thread, in virtual time, over the real dispatcher and real mirais.
 *
 * <p>The model is what each task may be: it waits, is on one daemon, or has its one outcome. After every
 * step the dispatcher is held against it.
 */
final class Simulation {

    private static final int STEPS = 80;
    private static final int MAX_ROUNDS = 200;

    private final Random random;
    private final int slots;
    private final int capacity;
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final InMemoryFleet fleet;
    private final Daemons daemons;
    private final TreeMap<Long, SimulatedTask> tasks = new TreeMap<>();
    private long expectedComplete;

    Simulation(long seed) {
        random = new Random(seed);
        slots = 1 + random.nextInt(3);
        capacity = 1 + random.nextInt(2);
        InMemoryBackend backend = new InMemoryBackend();
        daemons = new Daemons(
                backend,
                InMemoryBackend.spec("simulation", slots),
                DaemonOptions.none().threads(capacity),
                time,
                Schedulers.immediate(),
                Schedulers.immediate());
        fleet = backend.fleet();
        fleet.onSend(this::checkSend);
    }

    /** Plays the schedule, then lets everything come to its end. */
    long run() {
        for (int i = 0; i < STEPS; i++) {
            step(random.nextInt(100));
            check();
        }
        settle();
        check();
        for (SimulatedTask task : tasks.values()) {
            task.checkEnded();
        }
        Status status = daemons.status();
        assertThat(status.queued()).as("queued").isZero();
        assertThat(status.executing()).as("executing").isZero();
        assertThat(status.completed()).as("completed").isEqualTo(expectedComplete);
        daemons.close();
        assertThat(fleet.isClosed()).isTrue();
        return STEPS;
    }

    private void step(int dice) {
        if (dice < 25) {
            submit();
        } else if (dice < 45) {
            move();
        } else if (dice < 65) {
            answer();
        } else if (dice < 75) {
            pick(tasks.values().stream().toList(), task -> true, SimulatedTask::stop);
        } else if (dice < 83) {
            time.advanceTimeBy(Duration.ofMillis(random.nextInt(1500)));
        } else if (dice < 94) {
            pick(fleet.launching(), slot -> true, this::launchEnds);
        } else if (dice < 99) {
            pick(fleet.online(), daemon -> true, InMemoryDaemon::die);
        } else if (random.nextInt(10) == 0) {
            daemons.close();
        }
    }

    private void submit() {
        TaskOptions options = TaskOptions.none();
        if (random.nextInt(4) == 0) {
            options = options.timeout(Duration.ofMillis(1 + random.nextInt(2000)));
        }
        if (random.nextInt(6) == 0) {
            options = options.queueTimeout(Duration.ofMillis(1 + random.nextInt(1000)));
        }
        if (daemons.isClosed()) {
            return;
        }
        Mirai<Object> mirai = daemons.mirai(() -> "never run here", options);
        SimulatedTask task = new SimulatedTask(mirai, random);
        tasks.put(task.id(), task);
    }

    private void move() {
        pick(fleet.online(), InMemoryDaemon::hasMessageForDaemon, this::receive);
    }

    private void receive(InMemoryDaemon daemon) {
        List<Long> before = daemon.running();
        daemon.receive();
        daemon.running().stream().filter(id -> !before.contains(id)).forEach(id -> task(id).markStarted());
    }

    private void answer() {
        if (random.nextBoolean()) {
            pick(fleet.online(), daemon -> !daemon.running().isEmpty(), daemon -> {
                long id = daemon.running().get(random.nextInt(daemon.running().size()));
                if (daemon.isTold(id) && random.nextInt(4) == 0) {
                    return; // it ignores interrupts for now
                }
                task(id).markAnswered();
                if (random.nextInt(5) == 0) {
                    daemon.fails(id, new IllegalStateException("task " + id));
                } else {
                    daemon.returns(id, id);
                }
            });
        } else {
            pick(fleet.online(), InMemoryDaemon::hasMessageForHost, this::deliver);
        }
    }

    private void deliver(InMemoryDaemon daemon) {
        int before = daemon.delivered();
        daemon.deliver();
        expectedComplete += daemon.delivered() - before;
    }

    private void launchEnds(int slot) {
        if (random.nextInt(8) == 0) {
            fleet.failLaunch(slot, "no luck");
        } else {
            fleet.dialIn(slot);
        }
    }

    /** No more surprises: everybody dials in, answers and is heard, until nothing is left to do. */
    private void settle() {
        for (int round = 0; round < MAX_ROUNDS && !isQuiet(); round++) {
            fleet.launching().forEach(fleet::dialIn);
            for (InMemoryDaemon daemon : fleet.online()) {
                while (daemon.hasMessageForDaemon()) {
                    receive(daemon);
                }
                daemon.running().forEach(id -> {
                    task(id).markAnswered();
                    daemon.returns(id, id);
                });
                while (daemon.hasMessageForHost()) {
                    deliver(daemon);
                }
            }
            time.advanceTimeBy(Duration.ofMillis(500));
            check();
        }
    }

    private boolean isQuiet() {
        return tasks.values().stream().noneMatch(SimulatedTask::unresolved)
                && fleet.online().stream().allMatch(daemon -> daemon.inFlight().isEmpty());
    }

    /** What must hold between any two steps. */
    private void check() {
        List<Long> onDaemons = new ArrayList<>();
        for (InMemoryDaemon daemon : fleet.online()) {
            assertThat(daemon.inFlight().size()).as("in flight on one daemon").isLessThanOrEqualTo(capacity);
            onDaemons.addAll(daemon.inFlight());
        }
        assertThat(onDaemons).as("no task is on two daemons").doesNotHaveDuplicates();
        if (!daemons.isClosed()) {
            assertThat(daemons.status().executing()).as("places add up").isEqualTo(onDaemons.size());
        }
    }

    /** What must hold when a task leaves the queue. */
    private void checkSend(long id) {
        SimulatedTask sent = tasks.get(id); // null while its submission still runs
        assertThat(sent == null || sent.unresolved())
                .as("task %d was sent unresolved", id)
                .isTrue();
        List<Long> onDaemons = fleet.online().stream()
                .flatMap(daemon -> daemon.inFlight().stream())
                .toList();
        List<Long> overtaken = tasks.headMap(id).values().stream()
                .filter(task -> task.unresolved() && !task.isAnswered() && !onDaemons.contains(task.id()))
                .map(SimulatedTask::id)
                .toList();
        assertThat(overtaken).as("tasks that task %d overtook", id).isEmpty();
    }

    private SimulatedTask task(long id) {
        SimulatedTask task = tasks.get(id);
        if (task == null) {
            throw new AssertionError("task " + id + " was never submitted");
        }
        return task;
    }

    private <X> void pick(List<X> all, Predicate<X> fits, Consumer<X> act) {
        List<X> candidates = all.stream().filter(fits).toList();
        @Nullable X one = candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
        if (one != null) {
            act.accept(one);
        }
    }
}
