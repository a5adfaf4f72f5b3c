package io.mirai.daemon.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Work.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlobalsTest {

    private final Globals cleaned = new Globals(true);
    private final Globals kept = new Globals(false);

    private static Map<String, Object> found(Globals globals) {
        return globals.begin(Map.of()).map();
    }

    private static void run(Globals globals, Kind kind, boolean succeeded, String name, Object value) {
        Globals.OfTask task = globals.begin(Map.of());
        task.map().put(name, value);
        task.end(kind, succeeded);
    }

    @Test
    void begin_showsWhatIsLeft_andOverItTheTasksOwnValues() {
        run(cleaned, Kind.EVERYWHERE, true, "a", 1);
        run(cleaned, Kind.EVERYWHERE, true, "b", 2);
        assertThat(cleaned.begin(Map.of("b", 3)).map()).isEqualTo(Map.of("a", 1, "b", 3));
        assertThat(found(cleaned)).isEqualTo(Map.of("a", 1, "b", 2));
    }

    @Test
    void end_ofATaskForAll_leavesItsNamedValuesAndItsChanges() {
        Globals.OfTask task = cleaned.begin(Map.of("given", "x", "gone", "y"));
        task.map().put("made", "z");
        task.map().remove("gone");
        task.end(Kind.EVERYWHERE, true);
        assertThat(found(cleaned)).isEqualTo(Map.of("given", "x", "made", "z"));
    }

    @Test
    void end_ofATaskForAllThatFailed_leavesNothing() {
        run(cleaned, Kind.EVERYWHERE, false, "a", 1);
        run(kept, Kind.EVERYWHERE, false, "a", 1);
        assertThat(found(cleaned)).isEmpty();
        assertThat(found(kept)).isEmpty();
    }

    @Test
    void end_ofATask_leavesWhatItChanged_unlessThatIsCleaned() {
        for (Kind kind : List.of(Kind.VALUE, Kind.STREAM)) {
            run(cleaned, kind, true, "a", 1);
            run(kept, kind, false, kind.name(), 1);
        }
        assertThat(found(cleaned)).isEmpty();
        assertThat(found(kept)).isEqualTo(Map.of("VALUE", 1, "STREAM", 1));
    }

    @Test
    void end_ofATask_doesNotTouchWhatOneForAllHasLeft_ifItIsCleaned() {
        run(cleaned, Kind.EVERYWHERE, true, "a", 1);
        run(cleaned, Kind.VALUE, true, "a", 2);
        assertThat(found(cleaned)).isEqualTo(Map.of("a", 1));
    }

    @Test
    void end_ofTasksThatRanAtOnce_mergesOnlyWhatEachChanged() {
        run(kept, Kind.VALUE, true, "a", 1);
        run(kept, Kind.VALUE, true, "b", 1);
        Globals.OfTask first = kept.begin(Map.of());
        Globals.OfTask second = kept.begin(Map.of());
        first.map().put("a", 2);
        first.map().put("c", 2);
        second.map().remove("b");
        first.end(Kind.VALUE, true);
        second.end(Kind.VALUE, true);
        assertThat(found(kept)).isEqualTo(Map.of("a", 2, "c", 2));
    }

    @Test
    void end_onManyThreads_losesNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> ends = IntStream.range(0, 400)
                    .<Future<?>>mapToObj(i ->
                            threads.submit(() -> run(kept, i % 2 == 0 ? Kind.VALUE : Kind.EVERYWHERE, true, "" + i, i)))
                    .toList();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(found(kept)).hasSize(400);
    }

    @Test
    void map_ofATaskThatHasEnded_changesNothingAnyMore() {
        Globals.OfTask task = kept.begin(Map.of());
        task.end(Kind.VALUE, true);
        task.map().put("late", 1);
        assertThat(found(kept)).isEmpty();
    }

    @Test
    void addFrom_takesOverWhatIsNotHere_butForObjectsOfUserClasses() {
        record Mine() {}
        run(kept, Kind.VALUE, true, "text", "old");
        run(kept, Kind.VALUE, true, "both", "old");
        run(kept, Kind.VALUE, true, "mine", new Mine());
        Globals next = new Globals(false);
        run(next, Kind.EVERYWHERE, true, "both", "new");
        next.addFrom(kept);
        assertThat(found(next)).isEqualTo(Map.of("text", "old", "both", "new"));
    }
}
