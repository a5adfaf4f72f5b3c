package io.mirai.daemon.end;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a signal waits for tasks. */
class ShutdownHookTest {

    private static final CountDownLatch NOTHING_TO_SAY = new CountDownLatch(0);
    private static final long LONGER_THAN_THE_GRACE = 3;
    private static final long DEADLINE = 30;

    private final CountDownLatch linkEnds = new CountDownLatch(1);
    private final CountDownLatch allSaid = new CountDownLatch(1);
    private final AtomicInteger looks = new AtomicInteger();
    private final Thread link = new Thread(
            () -> {
                try {
                    linkEnds.await();
                } catch (InterruptedException e) {
                    // then it ends sooner
                }
            },
            "link");

    private CompletableFuture<Void> begin(int looksBeforeAdmission) {
        link.start();
        ShutdownHook hook = new ShutdownHook(
                List::of,
                () -> false,
                () -> looks.getAndIncrement() < looksBeforeAdmission ? NOTHING_TO_SAY : allSaid,
                () -> {},
                link);
        return CompletableFuture.runAsync(hook::awaitTasksAndLink);
    }

    @AfterEach
    void endTheLink() throws InterruptedException {
        linkEnds.countDown();
        allSaid.countDown();
        link.join();
    }

    @Test
    void signalInTheInstantOfAnAdmission_waitsForWhatTheHostHasSent() throws Exception {
        CompletableFuture<Void> over = begin(1);
        assertThatThrownBy(() -> over.get(LONGER_THAN_THE_GRACE, TimeUnit.SECONDS))
                .isInstanceOf(TimeoutException.class);
        allSaid.countDown();
        linkEnds.countDown();
        over.get(DEADLINE, TimeUnit.SECONDS);
    }

    @Test
    void signalWithoutALink_waitsNoLongerThanTheGrace() throws Exception {
        begin(Integer.MAX_VALUE).get(DEADLINE, TimeUnit.SECONDS);
    }

    @Test
    void allSaidAndTheLinkLives_waitsNoLongerThanTheGrace() throws Exception {
        allSaid.countDown();
        begin(0).get(DEADLINE, TimeUnit.SECONDS);
    }
}
