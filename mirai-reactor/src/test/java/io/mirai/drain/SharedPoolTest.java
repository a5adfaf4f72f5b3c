package io.mirai.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedPoolTest {

    @Test
    void short_tasksNeverWaitBehindLongOnesWhileAThreadIsIdle() throws InterruptedException {
        ThreadPoolExecutor pool = SharedPool.named("pool");
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            pool.execute(() -> {
                begun.countDown();
                awaitQuietly(end);
            });
        }
        begun.await();
        CountDownLatch shortOnes = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            pool.execute(shortOnes::countDown);
        }
        assertThat(shortOnes.await(60, TimeUnit.SECONDS)).isTrue();
        end.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
