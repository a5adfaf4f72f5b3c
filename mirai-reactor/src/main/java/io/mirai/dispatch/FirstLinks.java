package io.mirai.dispatch;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tells when a profile has started: when each of its first daemons has dialled in, or its slot has given up. A daemon on another
 * machine that could not be launched at once keeps nobody waiting, as soon as any daemon is there: its machine may be down for long.
 * Only the drain loop calls it; {@link #all()} is for any thread.
 */
final class FirstLinks {

    private final Sinks.Empty<Void> all = Sinks.empty();
    private boolean listening;
    private boolean anyOnline;
    private int awaited;
    private int doubtful;

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
            awaited++;
        }
    }

    /** The launch of a daemon has failed, and there will be another. */
    void markFailed(Slot slot) {
        if (isDoubtful(slot) && slot.earlyDeaths() == 1) {
            doubtful++;
            tell();
        }
    }

    /** A slot has its first daemon, or another. */
    void markOnline(Slot slot, boolean isFirst) {
        anyOnline = true;
        settle(slot, isFirst);
    }

    /** A slot has given up. */
    void markGivenUp(Slot slot) {
        settle(slot, slot.isNew());
    }

    private void settle(Slot slot, boolean wasAwaited) {
        if (wasAwaited) {
            awaited--;
            if (!slot.spec().isHere() && slot.earlyDeaths() > 0) {
                doubtful--;
            }
        }
        tell();
    }

    private static boolean isDoubtful(Slot slot) {
        return slot.isNew() && !slot.spec().isHere();
    }

    /** The profile cannot start. */
    void fail(String reason) {
        all.tryEmitError(new IllegalStateException(reason));
    }

    private void tell() {
        if (listening && (awaited == 0 || (anyOnline && awaited == doubtful))) {
            all.tryEmitEmpty();
        }
    }
}
