package io.mirai;

import io.mirai.dispatch.FaultyLoop;
import io.mirai.dispatch.Policy;
import io.mirai.dispatch.QueueLimits;
import io.mirai.memory.InMemoryBackend;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.InMemoryFleet;
import io.mirai.memory.LateBody;
import io.mirai.promise.OutcomePublisher;
import io.mirai.spi.Departure;
import io.mirai.spi.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One random schedule on one thread, in virtual time, over the real dispatcher and real mirais.
 *
 * <p>The model is what each task may be: it waits, is on one daemon, or has its one outcome. After every
 * step the dispatcher is held against it.
 */
final class Simulation {

    private static final int STEPS = 80;

    /** The tasks of a daemon are known to be short only after some. */
    private static final int STEPS_OF_SHORT_TASKS = 240;

    private static final int MAX_ROUNDS = 200;

    private final Random random;
    private final CountingTimer time = new CountingTimer();
    private final StepScheduler decoder = new StepScheduler();
    private final StepScheduler publisher = new StepScheduler();
    private final FaultyLoop loop;
    private final InMemoryFleet fleet;
    private final Daemons daemons;
    private final EarlyDeaths earlyDeaths = new EarlyDeaths();
    private final TreeMap<Long, SimulatedTask> tasks = new TreeMap<>();
    /** What has happened, and what became of the tasks, in words. */
    private final Set<String> seen = new HashSet<>();
    /** One kind of trouble in this many: a schedule is quiet or rough as a whole. */
    private final int calm;
    /** Most daemons do not even start, or leave at once. */
    private final boolean broken;
    /** No task heeds a stop. */
    private final boolean deaf;

    /** Whether the queue has limits. */
    private final boolean bounded;

    /** Whether most tasks are short, so that others are sent ahead. */
    private final boolean quick;

    /** One event in this many fails; 0 for none. */
    private final int faulty;

    /** How many tasks the daemon of each slot runs at once. */
    private final List<Integer> capacities = new ArrayList<>();

    /** The slots that get no daemon by themselves: theirs has left as it was asked to, or cannot be had. */
    private final TreeSet<Integer> vacant = new TreeSet<>();

    /** Whether daemons dial in that nobody has launched. */
    private final boolean open;

    /** The slots whose daemon was being launched when the user drained them. */
    private final Set<Integer> calledOff = new HashSet<>();

    /** How many subscribers wait for daemons to leave. */
    private int awaitingLeave;

    private boolean begun;
    private boolean listening;
    private boolean cannotListen;
    private boolean closed;
    private boolean settling;
    private boolean gaveUp;
    private long expectedComplete;
    private @Nullable AssertionError seenInTheLoop;

    Simulation(long seed) {
        random = new Random(seed);
        calm = 1 + random.nextInt(10);
        broken = random.nextInt(20) == 0;
        deaf = random.nextInt(4) == 0;
        faulty = random.nextInt(3) == 0 ? 2 + random.nextInt(20) : 0;
        Random limits =
                new Random(~seed); // apart, so that the rest of the schedule is the same with and without limits
        bounded = limits.nextInt(4) == 0;
        QueueLimits queueLimits =
                bounded ? new QueueLimits(1 + limits.nextInt(4), 1 + limits.nextInt(40)) : QueueLimits.NONE;
        quick = limits.nextInt(4) == 0;
        int slots = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3);
        open = slots == 0;
        int capacity = 1 + random.nextInt(3);
        capacities.addAll(Collections.nCopies(slots, capacity));
        loop = new FaultyLoop("simulation", time, time::nanos, this::fault);
        InMemoryBackend backend = new InMemoryBackend();
        daemons = DaemonsBuilder.make(
                backend,
                open ? InMemoryBackend.listening("simulation") : InMemoryBackend.spec("simulation", slots),
                DaemonOptions.none().threads(capacity),
                new Policy(0, false, queueLimits),
                loop,
                decoder,
                decoder,
                OutcomePublisher.on(publisher));
        fleet = backend.fleet();
        fleet.holdDoor();
        fleet.onSend((daemon, id) -> watch(() -> checkSend(daemon, id)));
        fleet.onKill(daemon -> watch(() -> checkKill(daemon)));
        fleet.onEnd(this::linkEnds);
        fleet.onDecode(() -> watch(() -> checkOutside("a value is read")));
        if (random.nextBoolean()) {
            fleet.readValuesApart();
        }
    }

    /**
     * Plays the schedule, then lets everything come to its end.
     *
     * @return what happened, and what became of its tasks
     */
    Set<String> run() {
        if (random.nextBoolean()) {
            begun = true;
            daemons.start().subscribe(nothing -> {}, error -> {});
        }
        for (int i = 0; i < (quick ? STEPS_OF_SHORT_TASKS : STEPS); i++) {
            step(random.nextInt(100));
            check();
        }
        settle();
        tasks.values().forEach(task -> seen.add(task.checkEnded()));
        if (gaveUp) {
            seen.add("given up");
        }
        Status status = daemons.status();
        require(status.queued() == 0, () -> "queued at the end: " + status.queued());
        require(status.executing() == 0, () -> "executing at the end: " + status.executing());
        require(
                status.completed() == expectedComplete,
                () -> "completed " + status.completed() + ", not " + expectedComplete);
        if (!daemons.isClosed()) {
            require(time.running() == 0, () -> "timers that run on for nobody: " + time.running());
            checkPlaces();
            close();
        }
        require(fleet.isClosed(), () -> "the fleet is open after the close");
        publish();
        require(awaitingLeave == 0, () -> awaitingLeave + " drains that never complete");
        return seen;
    }

    private void step(int dice) {
        if (dice < 22) {
            submit();
        } else if (dice < 40) {
            pick(everyDaemon(), InMemoryDaemon::hasMessageForDaemon, this::receive);
        } else if (dice < 58) {
            answer();
        } else if (dice < 66) {
            stopAny();
        } else if (dice < 74) {
            time.pass(Duration.ofMillis(random.nextInt(1500)));
        } else if (dice < 82) {
            openOrLaunch();
        } else if (dice < 86) {
            fetch();
        } else if (dice < 88) {
            publish();
        } else if (random.nextInt(calm) == 0) {
            trouble(dice);
        }
    }

    private void trouble(int dice) {
        if (dice < 91) {
            pick(fleet.online(), daemon -> true, InMemoryDaemon::die);
        } else if (dice < 92) {
            pick(fleet.online(), daemon -> true, InMemoryDaemon::dieUnread);
        } else if (dice < 94) {
            pick(fleet.online(), daemon -> true, InMemoryDaemon::loseLink);
        } else if (dice < 96) {
            if (random.nextBoolean()) {
                pick(fleet.online(), daemon -> !daemon.isDraining(), this::drain);
            } else {
                drainSlot();
            }
        } else if (dice < 98) {
            pick(fleet.online(), daemon -> true, daemon -> daemon.refuseToSend(new OutOfMemoryError("direct memory")));
        } else if (dice < 99) {
            pick(fleet.online(), daemon -> true, daemon -> checkStranger(fleet.dialInUnasked(daemon.slot())));
        } else if (random.nextInt(5) == 0) {
            close();
        } else if (open && listening && random.nextBoolean()) {
            comeFromElsewhere();
        } else {
            launchLocal();
        }
    }

    // ---- What may happen ----

    private void submit() {
        if (daemons.isClosed()) {
            return;
        }
        TaskOptions options = TaskOptions.none();
        boolean timeout = random.nextInt(4) == 0;
        if (timeout) {
            options = options.timeout(Duration.ofMillis(1 + random.nextInt(2000)));
        }
        boolean queueTimeout = random.nextInt(6) == 0;
        if (queueTimeout) {
            options = options.queueTimeout(Duration.ofMillis(1 + random.nextInt(1000)));
        }
        int retries = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
        options = options.retry(retries);
        if (random.nextInt(8) == 0) {
            submitMap(options, timeout || queueTimeout, retries);
        } else {
            Optional<Mirai<Object>> passed = daemons.tryMirai(() -> "never run here", options);
            require(bounded || passed.isPresent(), () -> "a queue without limits is full");
            if (passed.isPresent()) {
                begun = true;
                add(passed.get(), timeout || queueTimeout, retries);
            } else {
                seen.add("the queue is full");
            }
        }
    }

    /** Its elements are encoded when the codec's pool has its turn, and some cannot be. */
    private void submitMap(TaskOptions options, boolean mayTimeOut, int retries) {
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            elements.add(random.nextInt(8) == 0 ? InMemoryBackend.NOT_SERIALIZABLE : "fine");
        }
        begun |= !elements.isEmpty();
        MiraiMap<Object> map = daemons.map(
                elements, x -> "never run here", MapOptions.none().task(options).prefetch(random.nextInt(3)));
        for (int i = 0; i < elements.size(); i++) {
            SimulatedTask element = add(map.get(i), mayTimeOut, retries);
            if (elements.get(i).equals(InMemoryBackend.NOT_SERIALIZABLE)) {
                element.mayBe("MiraiNotSerializable");
            }
        }
        if (random.nextInt(6) == 0) {
            seen.add("a map stopped");
            for (int i = 0; i < elements.size(); i++) {
                task(map.get(i).id()).mayBe("MiraiCanceled");
            }
            map.stop();
        }
    }

    private SimulatedTask add(Mirai<Object> mirai, boolean mayTimeOut, int retries) {
        SimulatedTask task = new SimulatedTask(mirai, mayTimeOut, retries, random, this::actOnSignal);
        tasks.put(task.id(), task);
        return task;
    }

    /** What a subscriber does when it hears an outcome: anything, and never inside the loop. */
    private void actOnSignal() {
        checkOutside("a subscriber is signalled");
        if (!settling && random.nextInt(20) == 0) {
            seen.add("a call by a subscriber");
            if (random.nextBoolean()) {
                submit();
            } else {
                stopAny();
            }
        }
    }

    private void stopAny() {
        pick(List.copyOf(tasks.values()), task -> true, SimulatedTask::stop);
    }

    private void publish() {
        while (publisher.hasTask()) {
            publisher.step();
        }
    }

    /** What the next event of the loop fails with; null if it does not. */
    private @Nullable Throwable fault() {
        if (faulty == 0 || settling || time.isDisposed() || random.nextInt(faulty) > 0) {
            return null;
        }
        Throwable fault = any(List.of(
                new OutOfMemoryError("injected"),
                new StackOverflowError("injected"),
                new RuntimeException("injected")));
        seen.add("an event failed: " + fault.getClass().getSimpleName());
        return fault;
    }

    private void receive(InMemoryDaemon daemon) {
        daemon.receive();
        while (canBegin(daemon) && (settling || random.nextInt(3) > 0)) {
            begin(daemon, daemon.waiting().get(0));
        }
    }

    private static boolean canBegin(InMemoryDaemon daemon) {
        return !daemon.waiting().isEmpty() && daemon.running().size() < daemon.capacity();
    }

    private void begin(InMemoryDaemon daemon, long id) {
        if (fleet.online().contains(daemon)) { // one that is cut off may begin what runs elsewhere by now
            task(id).markBegun(daemon.attemptOf(id));
        }
        daemon.begin(id);
    }

    private void answer() {
        if (random.nextInt(6) == 0) {
            // A daemon with short tasks has more than it has threads; then they begin as they came.
            pick(
                    everyDaemon(),
                    Simulation::canBegin,
                    daemon -> begin(daemon, quick ? daemon.waiting().get(0) : any(daemon.waiting())));
        } else if (random.nextBoolean()) {
            pick(everyDaemon(), daemon -> !daemon.running().isEmpty(), daemon -> answer(daemon, any(daemon.running())));
        } else {
            pick(everyDaemon(), InMemoryDaemon::hasMessageForHost, this::deliver);
        }
    }

    private void answer(InMemoryDaemon daemon, long id) {
        daemon.taskTakes(Duration.ofMillis(quick && random.nextInt(30) > 0 ? 0 : 100));
        if (daemon.isTold(id) && (deaf || random.nextInt(4) > 0)) {
            if (!deaf && random.nextInt(3) == 0) {
                task(id).markAnswered("MiraiInterrupt");
                daemon.isInterrupted(id);
            }
            return; // or it is deaf for now
        }
        switch (random.nextInt(12)) {
            case 0 -> {
                task(id).markAnswered("MiraiInterrupt"); // by something else than a stop
                daemon.isInterrupted(id);
            }
            case 1, 2 -> {
                task(id).markAnswered("MiraiError");
                daemon.fails(id, new IllegalStateException("task " + id));
            }
            case 3, 4 -> {
                task(id).markAnswered("Value");
                daemon.returnsLate(id, id);
            }
            default -> {
                task(id).markAnswered("Value");
                daemon.returns(id, id);
            }
        }
    }

    private void deliver(InMemoryDaemon daemon) {
        boolean heard = fleet.online().contains(daemon);
        boolean known = daemon.isKnownToDrain();
        int before = daemon.delivered();
        List<Long> wanted =
                daemon.inFlight().stream().filter(id -> task(id).unresolved()).toList();
        daemon.deliver();
        if (heard
                && daemon.delivered() == before
                && !daemon.isDraining()
                && !daemon.inFlight().containsAll(wanted)) {
            seen.add("recalled");
        }
        if (daemon.delivered() > before) {
            seen.add(heard ? "a reply" : "a reply after the link was lost");
        }
        if (heard && daemon.delivered() > before) {
            expectedComplete++;
            earlyDeaths.onFinishedTask(daemon.slot());
        }
        if (heard && !known && daemon.isKnownToDrain()) {
            seen.add("heard of a drain");
        }
    }

    /** Values that come apart from their replies, and values that wait to be read. */
    private void fetch() {
        if (decoder.hasTask() && random.nextBoolean()) {
            decoder.step();
            return;
        }
        pick(fleet.online(), daemon -> !daemon.lateBodies().isEmpty(), daemon -> {
            LateBody late = any(daemon.lateBodies());
            boolean awaited = !daemon.inFlight().contains(late.task());
            switch (random.nextInt(awaited ? 4 : 3)) {
                case 0 -> {
                    seen.add("a value too large");
                    task(late.task()).mayBe("MiraiTooLarge");
                    late.isTooLarge();
                }
                case 3 -> {
                    seen.add("a value lost");
                    task(late.task()).markLost(false, "LINK_LOST");
                    late.isLost();
                }
                default -> {
                    seen.add("a value late");
                    late.arrives();
                }
            }
        });
    }

    private void openOrLaunch() {
        if (!listening) {
            listening = true;
            if (begun && closed) {
                seen.add("listening after the close");
            }
            if (random.nextInt(20) == 0) {
                cannotListen = true;
                seen.add("cannot listen");
                fleet.cannotOpen(new IOException("no room"));
            } else {
                fleet.opens();
            }
            return;
        }
        pick(fleet.launching(), slot -> true, this::launchEnds);
        pick(fleet.online(), InMemoryDaemon::isDraining, this::leaveIfIdle);
    }

    private void launchEnds(int slot) {
        if (broken ? random.nextBoolean() : !settling && random.nextInt(3 + calm) == 0) {
            seen.add("a launch failed");
            if (calledOff.remove(slot)) {
                vacant.add(slot);
            } else {
                countEarlyDeath(slot);
            }
            fleet.failLaunch(slot, "no luck");
            return;
        }
        InMemoryDaemon daemon = fleet.dialIn(slot);
        require(
                !calledOff.remove(slot) || daemon.isAskedToDrain(),
                () -> "daemon " + slot + " may stay, though it was called off");
        daemon.startWhenTold();
        if (quick) {
            daemon.keepReplies();
        }
        if (broken && random.nextBoolean()) {
            drain(daemon);
        }
    }

    private void drain(InMemoryDaemon daemon) {
        Departure why = any(List.of(
                Departure.SIGNAL,
                Departure.OUT_OF_MEMORY,
                Departure.CLASS_SPOILED,
                Departure.MAX_TASKS,
                Departure.WALL_TIME));
        seen.add("draining: " + why);
        daemon.drain(why);
    }

    /** The user drains a slot: what daemon is there has to be gone when that completes. */
    private void drainSlot() {
        if (daemons.isClosed() || capacities.isEmpty()) {
            return;
        }
        int slot = random.nextInt(capacities.size());
        Optional<InMemoryDaemon> there =
                fleet.online().stream().filter(daemon -> daemon.slot() == slot).findFirst();
        if (there.isPresent()) {
            seen.add("a daemon drained");
        } else if (fleet.launching().contains(slot)) {
            seen.add("a launch called off");
            calledOff.add(slot);
        } else {
            seen.add(vacant.add(slot) ? "a slot called off" : "an empty slot drained");
        }
        awaitingLeave++;
        daemons.drain(slot).subscribe(nothing -> {}, error -> {}, () -> {
            checkOutside("the end of a drain is signalled");
            require(
                    there.isEmpty() || !fleet.online().contains(there.get()),
                    () -> "drained with daemon " + slot + " there");
            awaitingLeave--;
        });
    }

    private void leaveIfIdle(InMemoryDaemon daemon) {
        boolean idle = daemon.running().isEmpty() && daemon.waiting().isEmpty();
        if (idle && !daemon.hasMessageForHost() && daemon.lateBodies().isEmpty()) {
            seen.add("left by itself");
            daemon.die();
        }
    }

    private void comeFromElsewhere() {
        if (!daemons.isClosed()) {
            seen.add(vacant.isEmpty() ? "one from elsewhere" : "one from elsewhere in an empty slot");
            int capacity = 1 + random.nextInt(3);
            int slot = vacant.isEmpty() ? capacities.size() : vacant.pollFirst();
            if (slot == capacities.size()) {
                capacities.add(capacity);
            } else {
                capacities.set(slot, capacity);
            }
            InMemoryDaemon daemon = fleet.dialInFromElsewhere(capacity);
            require(daemon.slot() == slot, () -> "slot " + daemon.slot() + " instead of " + slot);
            daemon.startWhenTold();
        }
    }

    private void launchLocal() {
        if (!daemons.isClosed()) {
            int capacity = 1 + random.nextInt(3);
            if (!settling) {
                seen.add(listening ? "launchLocal in mid-run" : "launchLocal before it listens");
            }
            begun = true;
            if (vacant.isEmpty()) {
                capacities.add(capacity);
            } else {
                seen.add("launchLocal in an empty slot");
                int slot = vacant.pollFirst();
                capacities.set(slot, capacity);
                earlyDeaths.forget(slot);
            }
            daemons.launchLocal(1, DaemonOptions.none().threads(capacity));
        }
    }

    private void close() {
        if (!daemons.isClosed() && !settling) {
            seen.add(listening ? "close in mid-run" : begun ? "close before it listens" : "close before the start");
            if (decoder.hasTask()) {
                seen.add("close with a value unread");
            }
            if (fleet.online().stream().anyMatch(daemon -> !daemon.lateBodies().isEmpty())) {
                seen.add("close with a value under way");
            }
        }
        closed = true;
        daemons.closeAsync().subscribe();
    }

    /** Tells the tasks what may become of them, and the model of giving up what happened. */
    private void linkEnds(InMemoryDaemon daemon, boolean died, boolean ledgerUnread) {
        seen.add(!died ? "a link lost" : ledgerUnread ? "a death unread" : "a death");
        boolean finished = false;
        for (long id : ledgerUnread ? daemon.inFlight() : daemon.begun()) {
            if (died && !ledgerUnread && daemon.hasKept(id)) {
                seen.add("a reply kept");
                expectedComplete++;
                finished = true;
            } else {
                task(id).markLost(ledgerUnread, died ? "DAEMON_DIED" : "LINK_LOST");
            }
        }
        if (finished) {
            earlyDeaths.onFinishedTask(daemon.slot());
        }
        if (!daemon.isLaunched()) {
            seen.add("one from elsewhere gone");
            vacant.add(daemon.slot());
        } else if (daemon.isKnownToLeave()) {
            seen.add("left as it was asked to");
            vacant.add(daemon.slot());
        } else if (earlyDeaths.isEarly(daemon, ledgerUnread)) {
            countEarlyDeath(daemon.slot());
        }
        for (LateBody late : daemon.lateBodies()) {
            if (!daemon.inFlight().contains(late.task())) { // the others are lost with it
                task(late.task()).markLost(false, "LINK_LOST");
            }
        }
    }

    private void countEarlyDeath(int slot) {
        if (!vacant.contains(slot) && earlyDeaths.isFifth(slot)) {
            seen.add("a slot given up");
            vacant.add(slot);
            gaveUp |= !open && serving() == 0;
        }
    }

    /** No more surprises: everybody dials in, answers and is heard, until nothing is left to do. */
    private void settle() {
        settling = true;
        for (int round = 0; round < MAX_ROUNDS && !isQuiet(); round++) {
            if (serving() == 0) {
                launchLocal();
            }
            if (!listening) {
                listening = true;
                fleet.opens();
            }
            for (int slot : fleet.launching()) {
                if (!fleet.isClosed()) { // one of them may make the profile give up
                    launchEnds(slot);
                }
            }
            everyDaemon().forEach(this::finish);
            while (decoder.hasTask()) {
                decoder.step();
            }
            publish();
            time.pass(Duration.ofMillis(500));
            check();
        }
        require(
                isQuiet(),
                () -> "it does not come to rest: " + daemons.status()
                        + tasks.values().stream()
                                .filter(SimulatedTask::unresolved)
                                .map(SimulatedTask::id)
                                .toList() + fleet.launching() + vacant
                        + fleet.online().size() + decoder.hasTask() + publisher.hasTask() + listening
                        + daemons.isClosed());
    }

    private void finish(InMemoryDaemon daemon) {
        while (daemon.hasMessageForDaemon()) {
            receive(daemon);
        }
        do {
            while (canBegin(daemon)) {
                begin(daemon, daemon.waiting().get(0));
            }
            for (long id : daemon.running()) {
                if (!deaf || !daemon.isTold(id)) {
                    task(id).markAnswered("Value");
                    daemon.returns(id, id);
                }
            }
        } while (canBegin(daemon));
        while (daemon.hasMessageForHost()) {
            deliver(daemon);
        }
        daemon.lateBodies().forEach(LateBody::arrives);
        if (daemon.isDraining() && fleet.online().contains(daemon)) {
            leaveIfIdle(daemon);
        }
    }

    private static boolean isAtRest(InMemoryDaemon daemon) {
        return daemon.inFlight().isEmpty() && !daemon.isKilled() && !daemon.isDraining() && !daemon.isAskedToDrain();
    }

    private boolean isQuiet() {
        return tasks.values().stream().noneMatch(SimulatedTask::unresolved)
                && fleet.online().stream().allMatch(Simulation::isAtRest)
                && !decoder.hasTask()
                && !publisher.hasTask()
                && (daemons.isClosed() || tasks.isEmpty() || fleet.online().size() == serving());
    }

    // ---- What must hold ----

    /** Between any two steps. */
    private void check() {
        if (seenInTheLoop != null) {
            throw seenInTheLoop;
        }
        Set<Long> onDaemons = new HashSet<>();
        int sum = 0;
        int running = 0;
        for (InMemoryDaemon daemon : fleet.online()) {
            int inFlight = daemon.inFlight().size();
            int most = daemon.capacity() + (quick ? Link.MOST_AHEAD : 0);
            require(inFlight <= most, () -> "too many in flight on daemon " + daemon.slot());
            if (inFlight > daemon.capacity()) {
                seen.add("sent ahead");
            }
            running += Math.min(inFlight, daemon.capacity());
            sum += inFlight;
            onDaemons.addAll(daemon.inFlight());
        }
        int executing = running;
        require(onDaemons.size() == sum, () -> "a task is on two daemons");
        boolean shouldBeClosed = closed || gaveUp || (begun && cannotListen);
        require(
                daemons.isClosed() == shouldBeClosed,
                () -> "closed: " + daemons.isClosed() + " " + daemons.status() + vacant + capacities + seen + closed
                        + cannotListen);
        if (daemons.isClosed()) {
            tasks.values().forEach(task -> {
                require(!task.unresolved(), () -> "task " + task.id() + " is unresolved after the close");
                task.mayBe("PROFILE_RESET");
            });
        } else {
            Status status = daemons.status();
            require(status.executing() == executing, () -> "executing " + status.executing() + ", not " + executing);
            require(status.completed() == expectedComplete, () -> "completed " + status.completed());
        }
        tasks.values().forEach(SimulatedTask::check);
    }

    /** For what is checked inside the dispatcher's loop, which would survive a failure. */
    private void watch(Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            seenInTheLoop = e;
        }
    }

    private void checkOutside(String what) {
        require(!loop.isInside(), () -> what + " inside the loop");
    }

    private int serving() {
        return capacities.size() - vacant.size();
    }

    /** When a task leaves the queue. Meanwhile others may be stopped, whose release is one of the next events. */
    private void checkSend(InMemoryDaemon daemon, long id) {
        require(
                !daemon.isKilled() && !daemon.isKnownToDrain(),
                () -> "task " + id + " was sent to daemon " + daemon.slot() + ", which leaves");
        SimulatedTask sent = tasks.get(id); // null while its submission still runs
        require(sent == null || sent.unresolved(), () -> "task " + id + " was sent with its outcome");
        if (!settling && random.nextInt(10) == 0) {
            seen.add("a stop while the loop is busy");
            stopAny();
        }
        for (SimulatedTask before : tasks.headMap(id).values()) {
            boolean isHere =
                    daemon.inFlight().contains(before.id()); // its link has ended, and the host is about to hear it
            if (before.unresolved() && !before.isAnswered() && !isHere && !isOnDaemon(before.id())) {
                throw new AssertionError("task " + id + " overtook task " + before.id());
            }
        }
    }

    private boolean isOnDaemon(long id) {
        return fleet.online().stream().anyMatch(daemon -> daemon.inFlight().contains(id));
    }

    /** When the host ends a daemon: nobody wants any more what is still on it. */
    private void checkKill(InMemoryDaemon daemon) {
        if (daemon.hasFailedToTake()) {
            seen.add("a send failed");
        } else if (!daemon.inFlight().isEmpty()) {
            seen.add("killed with overdue tasks");
        } else {
            require(!daemon.isKnownToDrain(), () -> "daemon " + daemon.slot() + " was killed as it left");
        }
        if (!daemon.hasFailedToTake()) {
            // What was sent ahead has not begun, and returns.
            for (long id : daemon.inFlight().stream().limit(daemon.capacity()).toList()) {
                require(!task(id).unresolved(), () -> "daemon " + daemon.slot() + " was killed with task " + id);
            }
        }
    }

    private void checkStranger(InMemoryDaemon stranger) {
        seen.add("a second link");
        require(stranger.isKilled() && stranger.inFlight().isEmpty(), () -> "a daemon took a place that was taken");
        stranger.deliver();
    }

    /** At the end, when all daemons are idle: each takes as many tasks as it has places. */
    private void checkPlaces() {
        if (fleet.online().size() < serving()) {
            return; // nobody ever submitted anything
        }
        fleet.onSend((daemon, id) -> {});
        int places = fleet.online().stream()
                .mapToInt(daemon -> capacities.get(daemon.slot()))
                .sum();
        for (int i = 0; i < places; i++) {
            require(
                    daemons.tryMirai(() -> "never run here").isPresent()
                            || fleet.online().stream().anyMatch(InMemoryDaemon::hasFailedToTake),
                    () -> "an empty queue is full");
        }
        int taken = fleet.online().stream()
                .mapToInt(daemon -> daemon.inFlight().size())
                .sum();
        require(
                taken == places || fleet.online().stream().anyMatch(InMemoryDaemon::hasFailedToTake),
                () -> "of " + places + " places only " + taken + " were free");
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    // ---- Choosing ----

    /** Those that the host hears, and those that it has lost. */
    private List<InMemoryDaemon> everyDaemon() {
        List<InMemoryDaemon> all = new ArrayList<>(fleet.online());
        all.addAll(fleet.cutOff());
        return all;
    }

    private SimulatedTask task(long id) {
        SimulatedTask task = tasks.get(id);
        if (task == null) {
            throw new AssertionError("task " + id + " was never submitted");
        }
        return task;
    }

    private <X> X any(List<X> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <X> void pick(List<X> all, Predicate<X> fits, Consumer<X> act) {
        List<X> candidates = new ArrayList<>(all.size());
        for (X one : all) {
            if (fits.test(one)) {
                candidates.add(one);
            }
        }
        if (!candidates.isEmpty()) {
            act.accept(any(candidates));
        }
    }
}
