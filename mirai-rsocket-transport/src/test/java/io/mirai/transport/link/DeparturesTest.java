package io.mirai.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeparturesTest {

    private static final int THREADS = 8;
    private static final int FRAMES = 5_000;

    private final Departures departures = new Departures();
    private final Semaphore queued = new Semaphore(0);

    @Test
    void await_ofManyThreads_returnsForEachFrame() throws InterruptedException {
        List<Thread> senders = startSenders();
        for (int left = 0; left < THREADS * FRAMES; left++) {
            assertThat(queued.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            departures.markLeft();
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    @Test
    void await_returnsWhenNothingLeavesAnyMore() throws InterruptedException {
        List<Thread> senders = startSenders();
        queued.acquire(THREADS);
        departures.markOver();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private List<Thread> startSenders() {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread sender = new Thread(() -> {
                for (int frame = 0; frame < FRAMES; frame++) {
                    departures.add();
                    queued.release();
                    departures.await();
                }
            });
            sender.start();
            senders.add(sender);
        }
        return senders;
    }
}
