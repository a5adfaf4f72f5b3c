package io.mirai.launch;

import io.mirai.wire.Setup;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The daemons of one fleet, each from its launch to the end of its process. Thread-safe. */
final class LaunchedDaemons {

    /** Which daemon of its fleet one is. */
    record Id(int slot, int instance) {

        /** As it says itself. */
        static Id of(Setup setup) {
            return new Id(setup.slot(), setup.instance());
        }
    }

    private final Map<Id, LocalDaemon> daemons = new ConcurrentHashMap<>();
    private final AtomicInteger present = new AtomicInteger(); // those that are to be launched included
    private final Set<LocalDaemon> leftAlone = ConcurrentHashMap.newKeySet();
    private volatile boolean terminating;

    /** One is to be launched. */
    void expect() {
        present.incrementAndGet();
    }

    /** One that was expected will not be launched. */
    void expectNoMore() {
        present.decrementAndGet();
    }

    /** How many share the memory, with those that are to be launched. */
    int present() {
        return present.get();
    }

    /** One that was expected is launched. */
    void add(Id id, LocalDaemon daemon) {
        daemons.put(id, daemon);
    }

    /** One that was expected has ended. */
    void remove(Id id) {
        daemons.remove(id);
        present.decrementAndGet();
    }

    @Nullable
    LocalDaemon find(Id id) {
        return daemons.get(id);
    }

    /** Whether one has not dialled in yet. */
    boolean areAwaited() {
        return daemons.values().stream().anyMatch(LocalDaemon::isAwaited);
    }

    /** The fleet closes: kills all but those that are to be left alone. */
    void killUnlessLeftAlone() {
        ProcessTree tree = new ProcessTree();
        for (LocalDaemon daemon : daemons.values()) {
            if (terminating || !daemon.tryLeaveAlone()) {
                daemon.kill(tree);
                continue;
            }
            leftAlone.add(daemon);
            if (terminating) { // since, and it may have missed this one
                daemon.kill(tree);
            }
        }
    }

    /** From now on none is left alone. */
    void terminate() {
        terminating = true;
        ProcessTree tree = new ProcessTree();
        leftAlone.forEach(daemon -> daemon.kill(tree));
    }

    /** Tells of the end of each that has not ended yet. The fleet's thread alone. */
    void close() {
        ProcessTree tree = new ProcessTree();
        daemons.values().forEach(daemon -> daemon.close(tree));
        daemons.clear();
    }
}
