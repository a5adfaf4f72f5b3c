package io.mirai.testing.siege;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many hostile peers at once, as many of each kind. Each attacks again when it has been cut, so many times. */
public final class Siege {

    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long STACK_BYTES = 128 * 1024;

    private final Target target;
    private final int rounds;
    private final List<Thread> peers = new ArrayList<>();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger spared = new AtomicInteger();

    private Siege(Target target, int rounds) {
        this.target = target;
        this.rounds = rounds;
    }

    /**
     * Begins.
     *
     * @param rounds how often each peer attacks
     */
    public static Siege begin(Target target, int peersOfEachKind, int rounds) {
        Siege siege = new Siege(target, rounds);
        for (int i = 0; i < peersOfEachKind; i++) {
            for (Attack attack : Attack.values()) {
                Thread peer = new Thread(null, () -> siege.attack(attack), "hostile " + attack, STACK_BYTES);
                peer.setDaemon(true);
                siege.peers.add(peer);
            }
        }
        siege.peers.forEach(Thread::start);
        return siege;
    }

    private void attack(Attack attack) {
        try {
            for (int round = 1; round <= rounds; round++) {
                try (Line line = new Line(target)) {
                    attack.run(line);
                    cut.incrementAndGet();
                } catch (SocketTimeoutException notCut) {
                    spared.incrementAndGet();
                } catch (IOException broken) {
                    cut.incrementAndGet();
                }
                if (round < rounds) {
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all have done what they can. */
    public void awaitEnd() throws InterruptedException {
        for (Thread peer : peers) {
            peer.join();
        }
    }

    /** How many attacks the host has ended. */
    public int cut() {
        return cut.get();
    }

    /** How many it has let go on for a minute. */
    public int spared() {
        return spared.get();
    }
}
