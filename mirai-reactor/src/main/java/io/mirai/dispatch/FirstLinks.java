package io.mirai.dispatch;

import java.util.HashSet;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tells when a profile has started: when each of its first daemons has dialled in, or its slot has given up. A daemon on another
 * machine that could not be launched at once keeps nobody waiting, as soon as any daemon is there: its machine may be down for long.
 * Neither does one that waits in the queue of a cluster, whether another is there or not.
 * Only the drain loop calls it; {@link #all()} is for any thread.
 */
final class FirstLinks {

    private final Sinks.Empty<Void> all = Sinks.empty();
    private boolean listening;
    private boolean anyOnline;
    private final Set<Slot> awaited = new HashSet<>();
    private final Set<Slot> doubtful = new HashSet<>(); // some of these

    /** Completes when the profile has started, or fails with what keeps it from starting. */
    Mono<Void> all() {
        return all.asMono();
    }

    /** The profile listens. */
    void markListening() {
        listening = true;
        tell();
    }

    /** A slot waits for its first daemon. */
    void await(Slot slot) {
        if (slot.isNew()) {
            awaited.add(slot);
        }
    }

    /** The launch of a daemon has failed, and there will be another. */
    void markFailed(Slot slot) {
        if (awaited.contains(slot) && !slot.spec().isHere()) {
            doubtful.add(slot);
            tell();
        }
    }

    /** The daemon of a slot waits in a queue. */
    void markQueued(Slot slot) {
        settle(slot);
    }

    /** A slot has a daemon. */
    void markOnline(Slot slot) {
        anyOnline = true;
        settle(slot);
    }

    /** A slot has given up. */
    void markGivenUp(Slot slot) {
        settle(slot);
    }

    private void settle(Slot slot) {
        awaited.remove(slot);
        doubtful.remove(slot);
        tell();
    }

    /** The profile cannot start. */
    void fail(String reason) {
        all.tryEmitError(new IllegalStateException(reason));
    }

    private void tell() {
        if (listening && (awaited.isEmpty() || (anyOnline && doubtful.size() == awaited.size()))) {
            all.tryEmitEmpty();
        }
    }
}
