package io.mirai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.MiraiException;
import io.mirai.spi.Reply;
import io.mirai.spi.ValueSource;
import io.mirai.spi.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposables;

/** Tasks leave in order of submission, in whatever order they came. */
class TaskQueueTest {

    private final Counts counts = new Counts();
    private final TaskQueue queue = new TaskQueue(counts);

    @Test
    void add_inAnyOrder_leavesInOrderOfSubmission() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            List<Ticket> tickets = new ArrayList<>(
                    LongStream.range(0, 50).mapToObj(TaskQueueTest::ticket).toList());
            Collections.shuffle(tickets, random);
            tickets.forEach(ticket -> ticket.markQueued(queue, Disposables.disposed()));
            tickets.subList(0, 10).forEach(Ticket::leaveQueue); // from the middle
            tickets.subList(0, 5).forEach(ticket -> ticket.markQueued(queue, Disposables.disposed()));
            List<Ticket> expected = new ArrayList<>(tickets);
            expected.removeAll(tickets.subList(5, 10));
            expected.sort((a, b) -> Long.compare(a.id(), b.id()));
            assertThat(counts.queued()).isEqualTo(45);
            assertThat(drain()).containsExactlyElementsOf(expected);
            assertThat(counts.queued()).isZero();
        }
    }

    @Test
    void reservation_thatComesTooLate_keepsItsPlaceAllTheSame() {
        Ticket behind = ticket(10);
        behind.markQueued(queue, Disposables.disposed());
        Reservation map = new Reservation(1, 3, TaskLimits.NONE, end -> most -> -1);
        queue.add(map);
        assertThat(queue.peek()).as("the map's elements are still to come").isNull();
        Ticket last = ticket(3, map);
        ticket(1, map).markQueued(queue, map);
        queue.reduce(map, 1);
        last.markQueued(queue, map);
        assertThat(drain()).extracting(Ticket::id).containsExactly(1L, 3L, 10L);
        assertThat(counts.queued()).isZero();
    }

    @Test
    void returning_ofWhatCameLast_isNotSlow() {
        int tasks = 200_000;
        List<Ticket> tickets =
                LongStream.range(0, tasks).mapToObj(TaskQueueTest::ticket).toList();
        for (int i = tasks - 1; i >= 0; i--) { // each before all that are there
            tickets.get(i).markQueued(queue, Disposables.disposed());
        }
        assertThat(drain()).containsExactlyElementsOf(tickets);
    }

    private List<Ticket> drain() {
        List<Ticket> all = new ArrayList<>();
        for (Ticket next = queue.peek(); next != null; next = queue.peek()) {
            next.leaveQueue();
            all.add(next);
        }
        return all;
    }

    private static Ticket ticket(long id) {
        return ticket(id, null);
    }

    private static Ticket ticket(long id, @Nullable Reservation places) {
        return new Ticket(TaskLabel.of(id, "", id), Work.CALL, TaskLimits.NONE, places, new Nobody());
    }

    private static final class Nobody implements TaskResolver {

        @Override
        public boolean isResolved() {
            return false;
        }

        @Override
        public @Nullable MiraiException failure() {
            return null;
        }

        @Override
        public boolean tryFail(TaskEnd end) {
            return false;
        }

        @Override
        public boolean onReply(Reply reply, ValueSource daemon) {
            return true;
        }
    }
}
