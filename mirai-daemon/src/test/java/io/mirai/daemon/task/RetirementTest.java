package io.mirai.daemon.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Body;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.Work;
import io.mirai.wire.TaskRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RetirementTest {

    private final List<Object> told = new ArrayList<>();
    private final TaskQueue queue = new TaskQueue(1, false);
    private final Retirement retirement =
            new Retirement(DaemonLimits.NONE, queue, this::tell, () -> told.add("no more comes"));

    /** A worker answers the last task meanwhile. */
    private void tell(Departure departure) {
        retirement.ended();
        told.add(departure);
    }

    /** A host takes the end of the stream without a departure before it for a violation, and ends the link. */
    @Test
    void announce_whileTheLastTaskEnds_tellsTheHostOfTheDepartureFirst() {
        retirement.announce(Departure.SIGNAL);
        assertThat(told).containsExactly(Departure.SIGNAL, "no more comes");
    }

    /** No worker ends such a task, so none looks afterwards whether it was the last. */
    @Test
    void stop_ofTheLastTaskThatWaits_tellsTheHostThatNoMoreComes() {
        TaskRequest task = new TaskRequest(7, 1, 0, 1, TaskRequest.NO_FUNCTION, 1, Work.Kind.VALUE, "", 0, Body.EMPTY);
        queue.onTask(task, new TestExchange(Mono.just(Body.EMPTY), told::add));
        retirement.announce(Departure.MAX_TASKS);
        assertThat(told).containsExactly(Departure.MAX_TASKS);
        queue.onStop(7, false);
        assertThat(told).containsExactly(Departure.MAX_TASKS, Reply.Kind.NOT_STARTED, "no more comes");
    }
}
