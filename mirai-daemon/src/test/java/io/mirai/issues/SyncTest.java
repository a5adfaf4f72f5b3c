package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mirai.CollectOption;
import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiCluster;
import io.mirai.MiraiError;
import io.mirai.MiraiMap;
import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import io.mirai.TaskFunction;
import io.mirai.TaskOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A profile without daemons, whose tasks run where they are submitted. */
class SyncTest {

    private static final List<String> RAN = new ArrayList<>();

    private final Daemons daemons = Daemons.builder().sync(true).profile("sync").start();

    @AfterEach
    void close() {
        daemons.close();
        RAN.clear();
    }

    @Test
    void mirai_runsOnTheCallingThreadAndIsResolvedWhenItReturns() {
        String caller = Thread.currentThread().getName();
        Mirai<String> mirai = daemons.mirai(() -> Thread.currentThread().getName());
        assertThat(mirai.unresolved()).isFalse();
        assertThat(mirai.collect()).isEqualTo(caller);
        assertThat(daemons.status().completed()).isEqualTo(1);
        assertThat(daemons.status().connections()).isZero();
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void mirai_copiesWhatItTakesAndBrings() {
        List<Integer> captured = new ArrayList<>(List.of(1));
        List<Integer> result = daemons.mirai(() -> {
                    captured.add(2);
                    return captured;
                })
                .collect();
        assertThat(captured).containsExactly(1);
        assertThat(result).containsExactly(1, 2).isNotSameAs(captured);
        assertThatThrownBy(() -> daemons.mirai(Thread.currentThread()::getName))
                .isInstanceOf(MiraiNotSerializable.class);
        assertThat(daemons.mirai(() -> Thread.currentThread()).data())
                .isInstanceOfSatisfying(Outcome.Failure.class, failure -> assertThat(failure.error())
                        .isInstanceOf(MiraiNotSerializable.class));
    }

    @Test
    void error_hasTheStackOfTheTaskJoinedToThatOfTheCall() {
        MiraiError error = catchThrowableOfType(MiraiError.class, () -> daemons.mirai(() -> {
                    throw new IllegalArgumentException("boom");
                })
                .collect());
        assertThat(error).hasMessageContaining("boom").hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(error.remoteStackTrace()[0].getMethodName()).startsWith("lambda$error_hasTheStack");
        assertThat(Arrays.stream(error.getStackTrace()).map(StackTraceElement::getMethodName))
                .contains("error_hasTheStackOfTheTaskJoinedToThatOfTheCall");
    }

    @Test
    void context_isThatOfDaemonZeroOnlyWhileATaskRuns() {
        assertThat(daemons.mirai(() -> {
                            DaemonContext context = DaemonContext.current();
                            return List.of(context.isDaemon(), context.index(), context.instance(), context.attempt());
                        })
                        .collect())
                .isEqualTo(List.of(true, 0, 1, 1));
        assertThat(DaemonContext.current().isDaemon()).isFalse();
    }

    @Test
    void everywhere_runsOnceAndItsGlobalsStay() {
        MiraiMap<Object> setup =
                daemons.everywhere(() -> DaemonContext.current().globals().put("x", 5));
        assertThat(setup.size()).isEqualTo(1);
        setup.collect();
        TaskOptions named = TaskOptions.none().with("y", 6);
        assertThat(daemons.mirai(() -> Map.copyOf(DaemonContext.current().globals()), named)
                        .collect())
                .isEqualTo(Map.of("x", 5, "y", 6));
        assertThat(daemons.mirai(() -> Map.copyOf(DaemonContext.current().globals()))
                        .collect())
                .isEqualTo(Map.of("x", 5));
        MiraiMap<Integer> two = daemons.everywhere(() -> 1, TaskOptions.none(), 2);
        assertThat(two.collectOutcomes().get(0)).isEqualTo(new Outcome.Value<>(1));
        assertThatThrownBy(() -> two.get(1).collect())
                .isInstanceOf(MiraiReset.class)
                .hasMessage(
                        "profile 'sync' is sync: it runs this once, on the calling thread, and no daemon joins later");
    }

    @Test
    void map_runsElementByElementOnTheCallingThread() {
        TaskFunction<Integer, Integer> squared = x -> {
            RAN.add(Thread.currentThread().getName() + " " + x);
            if (x == 2) {
                throw new IllegalStateException("two");
            }
            return x * x;
        };
        MiraiMap<Integer> map = daemons.map(List.of(1, 2, 3), squared);
        assertThat(map.unresolved()).isFalse();
        String caller = Thread.currentThread().getName();
        assertThat(RAN).containsExactly(caller + " 1", caller + " 2", caller + " 3");
        assertThat(map.collectOutcomes().get(2)).isEqualTo(new Outcome.Value<>(9));
        assertThatThrownBy(() -> map.collect(CollectOption.STOP)).hasMessageContaining("element 1");
    }

    @Test
    void lazyMapAndStreamAndDefer_runWhereTheyAreSubscribedTo() {
        String caller = Thread.currentThread().getName();
        assertThat(daemons.map(Flux.range(0, 3), x -> Thread.currentThread().getName() + x)
                        .collectList()
                        .block())
                .containsExactly(caller + 0, caller + 1, caller + 2);
        assertThat(daemons.stream(() -> Flux.range(0, 100)
                                .map(x -> Thread.currentThread().getName()))
                        .distinct()
                        .collectList()
                        .block())
                .containsExactly(caller);
        assertThat(daemons.defer(() -> Thread.currentThread().getName()).block())
                .isEqualTo(caller);
    }

    @Test
    void task_thatSubmitsToTheSameProfile_runsTheOtherInBetween() {
        assertThat(daemons.mirai(
                                () -> Daemons.profile("sync").mirai(() -> 6 * 7).collect() + 1)
                        .collect())
                .isEqualTo(43);
    }

    @Test
    void cluster_hasOneNode() throws Exception {
        MiraiCluster cluster = daemons.cluster();
        assertThat(cluster.size()).isEqualTo(1);
        Future<Integer> future = cluster.submit(() -> 1);
        assertThat(future.isDone()).isTrue();
        assertThat(future.get()).isEqualTo(1);
        assertThat(cluster.parLapply(List.of(1, 2, 3), x -> x + 1)).containsExactly(2, 3, 4);
        cluster.close();
    }

    @Test
    void drain_findsNoDaemonThatCouldLeave() {
        daemons.drain(0).block();
        daemons.drain().block();
        assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
        assertThatThrownBy(() -> daemons.drain(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void launchLocal_saysThatTheProfileIsSync() {
        assertThatThrownBy(() -> daemons.launchLocal(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "profile 'sync' is sync: its tasks run on the thread that submits them, and it has no daemons;"
                                + " leave out sync(true) to start some");
        assertThatThrownBy(() -> daemons.saisei(0, true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Daemons.builder()
                        .sync(true)
                        .url("tcp://127.0.0.1:0")
                        .profile("x")
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "profile 'x' cannot be sync and listen at tcp://127.0.0.1:0: leave out sync(true), or the url");
    }

    @Test
    void whatItHasReturned_outlivesTheProfile() {
        Mirai<Integer> mirai = daemons.mirai(() -> 1);
        MiraiMap<Integer> map = daemons.map(List.of(1, 2), x -> x + 1);
        daemons.close();
        assertThat(mirai.collect()).isEqualTo(1);
        assertThat(mirai.block()).isEqualTo(1);
        assertThat(map.collect()).containsExactly(2, 3);
        assertThat(map.get(1).collect()).isEqualTo(3);
        assertThat(map.collectList().block()).containsExactly(2, 3);
        assertThatThrownBy(() -> daemons.mirai(() -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("profile 'sync' is closed");
    }
}
