package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.dispatch.Policy;
import io.mirai.memory.InMemoryBackend;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.InMemoryFleet;
import io.mirai.promise.OutcomePublisher;
import io.mirai.spi.Departure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * One schedule of what may happen to a profile whose daemons run tasks everywhere, and tasks of one slot: daemons come, fail, die
 * and leave, and slots are taken away. At every step no daemon may have a task before all that it is to run first has ended on it.
 */
final class EverywhereSimulation {

    private static final int STEPS = 120;

    /** What a daemon was given to run first, by name. */
    private static final class Duties {
        final Set<String> asItJoined;
        final Set<String> open;

        Duties(Set<String> live) {
            asItJoined = Set.copyOf(live);
            open = new HashSet<>(live);
        }
    }

    private final Random random;
    private final CountingTimer time = new CountingTimer();
    private final Daemons daemons;
    private final InMemoryFleet fleet;
    private final Map<InMemoryDaemon, Duties> duties = new HashMap<>();
    private final Map<Long, InMemoryDaemon> failing = new HashMap<>();
    private final List<Mirai<?>> mirais = new ArrayList<>();
    private final Set<String> repeated = new HashSet<>();
    private final Map<String, List<Mirai<?>>> results = new HashMap<>();
    /** What ends by the message that is being delivered. */
    private final Set<Long> ended = new HashSet<>();
    /** What a daemon that joins now is to run. */
    private final Set<String> live = new LinkedHashSet<>();
    /** What has happened, in words. */
    private final Set<String> seen = new HashSet<>();

    private int names;
    private int drained;
    private int left;
    private @Nullable AssertionError seenInTheLoop;

    EverywhereSimulation(long seed) {
        random = new Random(seed);
        InMemoryBackend backend = new InMemoryBackend();
        daemons = DaemonsBuilder.make(
                backend,
                InMemoryBackend.spec("simulation", 1 + random.nextInt(3)),
                DaemonOptions.none().threads(1 + random.nextInt(2)),
                new Policy(random.nextInt(2), random.nextBoolean()),
                time.loop("simulation"),
                Schedulers.immediate(),
                Schedulers.immediate(),
                OutcomePublisher.on(Schedulers.immediate()));
        fleet = backend.fleet();
        fleet.onSend(this::checkSend);
        daemons.start().subscribe(nothing -> {}, error -> {});
    }

    /** Plays the schedule, then lets everything come to its end. */
    Set<String> run() {
        for (int i = 0; i < STEPS; i++) {
            step(random.nextInt(100));
            check();
        }
        settle();
        assertThat(mirais).as("after the end").noneMatch(Mirai::unresolved);
        assertThat(left).as("drains that have completed").isEqualTo(drained);
        Status status = daemons.status();
        assertThat(status.queued()).isZero();
        assertThat(status.executing()).isZero();
        if (!daemons.isClosed()) {
            fleet.online().stream()
                    .filter(daemon -> !daemon.isKilled() && !daemon.isKnownToDrain())
                    .forEach(daemon -> assertThat(dutiesOf(daemon).open)
                            .as("open on daemon %d", daemon.slot())
                            .allMatch(this::isUndone));
            daemons.close();
        } else {
            seen.add("given up");
        }
        mirais.forEach(mirai -> seen.add(
                mirai.data() instanceof Outcome.Failure<?> failure
                        ? failure.error().getClass().getSimpleName()
                        : "value"));
        return seen;
    }

    private void step(int dice) {
        if (dice < 15) {
            submit(TaskOptions.none());
        } else if (dice < 22) {
            submitOn();
        } else if (dice < 30) {
            everywhere();
        } else if (dice < 50) {
            pick(everyDaemon(), InMemoryDaemon::hasMessageForDaemon, InMemoryDaemon::receive);
        } else if (dice < 75) {
            answer();
        } else if (dice < 80) {
            pick(mirais, Mirai::unresolved, Mirai::stop);
        } else if (dice < 85) {
            time.pass(Duration.ofMillis(random.nextInt(1500)));
        } else if (dice < 92) {
            launch();
        } else if (dice < 94) {
            pick(fleet.online(), daemon -> true, InMemoryDaemon::die);
        } else if (dice < 95) {
            pick(fleet.online(), daemon -> true, InMemoryDaemon::loseLink);
        } else if (dice < 96) {
            pick(fleet.online(), daemon -> !daemon.isDraining(), this::drain);
        } else if (dice < 97) {
            pick(fleet.online(), InMemoryDaemon::isKnownToDrain, InMemoryDaemon::die);
        } else if (dice < 99) {
            takeAway();
        } else if (!daemons.isClosed()) {
            daemons.launchLocal(1);
        }
    }

    // ---- What may happen ----

    private void drain(InMemoryDaemon daemon) {
        if (random.nextBoolean()) {
            daemon.drain(Departure.MAX_TASKS);
        } else if (!daemons.isClosed()) {
            seen.add("drained");
            int slot = random.nextInt(daemons.status().daemons().size());
            daemons.drain(slot).subscribe(nothing -> {}, error -> {}, () -> left++);
            drained++;
        }
    }

    private void submit(TaskOptions options) {
        if (!daemons.isClosed()) {
            TaskOptions limited =
                    random.nextInt(6) == 0 ? options.timeout(Duration.ofMillis(1 + random.nextInt(2000))) : options;
            mirais.add(daemons.mirai(() -> "never run here", limited));
        }
    }

    private void submitOn() {
        if (!daemons.isClosed()) {
            int slot = random.nextInt(daemons.status().daemons().size());
            mirais.add(daemons.cluster().on(slot, () -> "never run here"));
        }
    }

    private void everywhere() {
        if (daemons.isClosed()) {
            return;
        }
        boolean again = random.nextInt(3) == 0 && !live.isEmpty();
        String name = again ? live.iterator().next() : "setup " + names++;
        if (again) {
            repeated.add(name);
        }
        TaskOptions options = TaskOptions.none().name(name);
        if (random.nextInt(6) == 0) {
            options = options.timeout(Duration.ofMillis(1 + random.nextInt(2000)));
        }
        live.remove(name);
        live.add(name);
        // A daemon that does not take tasks any more is not given this one; it gets no others either.
        fleet.online().forEach(daemon -> dutiesOf(daemon).open.add(name));
        MiraiMap<String> map = daemons.everywhere(() -> "never run here", options, random.nextInt(4));
        for (int index = 0; index < map.size(); index++) {
            mirais.add(map.get(index));
            results.computeIfAbsent(name, fresh -> new ArrayList<>()).add(map.get(index));
        }
    }

    /** Whether it was stopped, or lost, on some daemon: which one, nobody says. */
    private boolean isUndone(String name) {
        return results.getOrDefault(name, List.of()).stream()
                .anyMatch(result -> result.data() instanceof Outcome.Failure<?>);
    }

    private void answer() {
        pick(
                fleet.online(),
                daemon -> daemon.hasMessageForHost() || !daemon.running().isEmpty(),
                daemon -> {
                    if (daemon.hasMessageForHost()) {
                        deliver(daemon);
                        return;
                    }
                    long id =
                            daemon.running().get(random.nextInt(daemon.running().size()));
                    if (random.nextInt(8) == 0) {
                        failing.put(id, daemon);
                        daemon.fails(id, new IllegalStateException("as planned"));
                    } else {
                        daemon.returns(id, "value");
                    }
                });
    }

    private void deliver(InMemoryDaemon daemon) {
        Set<Long> before = Set.copyOf(daemon.inFlight());
        ended.clear(); // it has followers before the delivery returns
        before.stream().filter(id -> !daemon.running().contains(id)).forEach(ended::add);
        daemon.deliver();
        before.stream().filter(id -> !daemon.inFlight().contains(id)).forEach(id -> end(daemon, id));
    }

    private void end(InMemoryDaemon daemon, long id) {
        String name = daemon.nameOf(id);
        if (name.isEmpty()) {
            return;
        }
        Duties own = dutiesOf(daemon);
        if (failing.remove(id) == null) {
            own.open.remove(name);
            seen.add("setup done");
        } else if (own.asItJoined.contains(name)) {
            seen.add("refused");
            boolean known = !repeated.contains(name) && mirais.stream().noneMatch(mirai -> mirai.id() == id);
            assertThat(!known || daemon.isKilled()).as("may not join").isTrue();
        } else {
            own.open.remove(name);
            live.remove(name);
            seen.add("dropped");
        }
    }

    private void launch() {
        List<Integer> launching = fleet.launching();
        if (!launching.isEmpty()) {
            int slot = launching.get(random.nextInt(launching.size()));
            fleet.dialIn(slot, daemon -> duties.put(daemon, new Duties(live)));
        }
    }

    private void takeAway() {
        if (!daemons.isClosed()) {
            int slot = random.nextInt(daemons.status().daemons().size());
            if (daemons.saisei(slot, random.nextBoolean()).isPresent()) {
                assertThat(daemons.status().daemons().get(slot).instance()).isNotPositive();
                seen.add("taken");
            }
        }
    }

    // ---- What must hold ----

    private void checkSend(InMemoryDaemon daemon, long id) {
        String name = daemon.nameOf(id);
        Set<String> mustHaveEnded = new HashSet<>(dutiesOf(daemon).open);
        ended.forEach(ending -> mustHaveEnded.remove(nameHere(daemon, ending)));
        mustHaveEnded.removeIf(this::isUndone);
        if (name.isEmpty() && !mustHaveEnded.isEmpty() && seenInTheLoop == null) {
            seenInTheLoop = new AssertionError(
                    "daemon " + daemon.slot() + " has a task before " + mustHaveEnded + " have ended");
        }
    }

    private static String nameHere(InMemoryDaemon daemon, long id) {
        return daemon.knows(id) ? daemon.nameOf(id) : "";
    }

    private void check() {
        if (seenInTheLoop != null) {
            throw seenInTheLoop;
        }
    }

    private Duties dutiesOf(InMemoryDaemon daemon) {
        return duties.computeIfAbsent(daemon, unknown -> new Duties(Set.of()));
    }

    private List<InMemoryDaemon> everyDaemon() {
        List<InMemoryDaemon> all = new ArrayList<>(fleet.online());
        all.addAll(fleet.cutOff());
        return all;
    }

    private <T> void pick(List<T> from, Predicate<T> suitable, Consumer<T> use) {
        List<T> candidates = from.stream().filter(suitable).toList();
        if (!candidates.isEmpty()) {
            use.accept(candidates.get(random.nextInt(candidates.size())));
        }
    }

    /** From now on all goes well, and there are daemons for every slot. */
    private void settle() {
        for (int round = 0; round < 10_000 && isMoving(); round++) {
            check();
        }
        if (!daemons.isClosed() && mirais.stream().anyMatch(Mirai::unresolved)) {
            daemons.launchLocal(4);
            for (int round = 0; round < 10_000 && isMoving(); round++) {
                check();
            }
        }
    }

    private boolean isMoving() {
        boolean moved = false;
        while (!fleet.launching().isEmpty()) {
            launch();
            moved = true;
        }
        for (InMemoryDaemon daemon : fleet.online()) {
            while (daemon.hasMessageForDaemon()) {
                daemon.receive();
                moved = true;
            }
            while (daemon.hasMessageForHost()) {
                deliver(daemon);
                moved = true;
            }
            for (long id : daemon.running()) {
                daemon.returns(id, "value");
                moved = true;
            }
            if (daemon.isKnownToDrain() && daemon.inFlight().isEmpty() && !daemon.isKilled()) {
                daemon.die();
                moved = true;
            }
        }
        if (!moved && time.running() > 0) {
            time.pass(Duration.ofSeconds(10));
            moved = true;
        }
        return moved;
    }
}
