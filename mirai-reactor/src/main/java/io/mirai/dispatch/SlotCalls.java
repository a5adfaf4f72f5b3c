package io.mirai.dispatch;

import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What callers ask of slots: it is checked, and the fleet is asked what it needs to know, on the caller's thread; the rest is an event. For
 * any thread.
 */
final class SlotCalls {

    private final String profile;
    private final Fleet fleet;
    private final EventLoop loop;
    private final Roster roster;
    private final Links links;

    SlotCalls(String profile, Fleet fleet, EventLoop loop, Roster roster, Links links) {
        this.profile = profile;
        this.fleet = fleet;
        this.loop = loop;
        this.roster = roster;
        this.links = links;
    }

    void add(int daemons, DaemonSpec spec) {
        fleet.checkSize(roster.slots().size() + daemons);
        loop.post(() -> roster.add(Collections.nCopies(daemons, spec)));
    }

    List<String> launch(List<DaemonSpec> elsewhere) {
        List<String> lines = fleet.launchLines(roster.slots().vacant(elsewhere.size()), elsewhere);
        loop.post(() -> roster.add(elsewhere));
        return lines;
    }

    List<String> launchIn(int slot, DaemonSpec elsewhere) {
        check(slot);
        Slot wanted = roster.slots().get(slot);
        if (!wanted.isVacant()) {
            throw new IllegalStateException(Texts.slotTaken(profile, slot));
        }
        List<String> lines = fleet.launchLines(List.of(slot), List.of(elsewhere));
        loop.post(() -> roster.launchIn(wanted, elsewhere));
        return lines;
    }

    List<String> commands(int daemons, DaemonSpec spec) {
        List<Integer> free = roster.slots().vacant(daemons);
        List<String> lines = fleet.commands(free, spec);
        loop.post(() -> roster.expect(free.get(free.size() - 1) + 1));
        return lines;
    }

    void regenerate(int slot) {
        check(slot);
        if (!roster.slots().get(slot).isLaunched()) {
            fleet.renewSecret(slot); // first: the daemon must not come back by the old one
        }
        loop.post(() -> links.regenerate(slot));
    }

    Mono<Void> drain(int slot, Mono<Void> ended) {
        check(slot, IllegalArgumentException::new);
        return Mono.defer(() -> {
            Sinks.One<Mono<Void>> begun = Sinks.one();
            loop.post(() -> begun.tryEmitValue(links.drain(roster.slots().get(slot))));
            return Mono.firstWithSignal(begun.asMono().flatMap(vacated -> vacated), ended);
        });
    }

    void check(int slot) {
        check(slot, IndexOutOfBoundsException::new);
    }

    private void check(int slot, Function<String, RuntimeException> failure) {
        int slots = roster.slots().size();
        if (slot < 0 || slot >= slots) {
            throw failure.apply(Texts.noSuchSlot(profile, slot, slots));
        }
    }
}
