package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** {@code publishOn} with real daemons: whatever the scheduler, each subscriber is signalled once and elsewhere. */
@Timeout(120)
class PublishOnTest {

    @Test
    void publishOn_aSchedulerOfTheUsers_signalsThere() {
        Scheduler mine = Schedulers.newSingle("mine", true);
        try (Daemons daemons = Daemons.builder().publishOn(mine).start()) {
            Mirai<Integer> mirai = daemons.mirai(() -> 42);
            assertThat(threadOf(mirai).join()).startsWith("mine-");
            assertThat(threadOf(mirai).join()).as("of a late subscriber").startsWith("mine-");
            mine.dispose();
            assertThat(threadOf(mirai).join()).as("once it is gone").startsWith("parallel-");
        } finally {
            mine.dispose();
        }
    }

    @Test
    void publishOn_immediate_signalsOnThreadsOfTheProfile() {
        Mirai<Integer> mirai;
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        try (Daemons daemons = Daemons.builder()
                .profile("immediate")
                .publishOn(Schedulers.immediate())
                .start()) {
            mirai = daemons.mirai(() -> 42);
            assertThat(threadOf(mirai).join()).startsWith("mirai-codec-immediate-");
            assertThat(threadOf(mirai).join()).startsWith("mirai-codec-immediate-");
            Mirai<Integer> unresolved = daemons.mirai(() -> {
                Thread.sleep(600_000);
                return 1;
            });
            unresolved.subscribe(value -> {}, told::complete);
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Runnable close = daemons::close;
            mirai.subscribe(value -> {
                close.run();
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            assertThat(interrupted.join())
                    .as("the close interrupts the subscriber that called it")
                    .isFalse();
        }
        assertThat(told.join()).isInstanceOf(MiraiReset.class);
        assertThat(threadOf(mirai).join()).as("after the close").startsWith("parallel-");
    }

    private static CompletableFuture<String> threadOf(Mirai<Integer> mirai) {
        return mirai.map(value -> Thread.currentThread().getName()).toFuture();
    }
}
