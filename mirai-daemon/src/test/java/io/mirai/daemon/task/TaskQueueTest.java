package io.mirai.daemon.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.MiraiTooLarge;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.Work;
import io.mirai.wire.TaskRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TaskQueueTest {

    private final TaskQueue queue = new TaskQueue(1, false);
    private final List<Reply.Kind> replies = new ArrayList<>();

    @Test
    void onStop_ofATaskThatWaits_answersOnceAndKeepsItFromRunning() throws Exception {
        offer(7, Mono.just(Body.EMPTY));
        queue.onStop(7, true);
        queue.onStop(7, true);
        assertThat(replies).containsExactly(Reply.Kind.NOT_STARTED);
        assertThat(queue.take().tryPrepare()).isFalse();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void onStop_whileTheBodyIsOnItsWay_answersNotStartedAndCancelsTheFetch() {
        Sinks.One<Body> body = Sinks.one();
        offer(7, body.asMono());
        queue.onStop(7, true);
        assertThat(replies).containsExactly(Reply.Kind.NOT_STARTED);
        assertThat(body.currentSubscriberCount()).isZero();
    }

    @Test
    void onStop_ofAnUnknownTask_doesNothing() {
        queue.onStop(8, true);
        assertThat(replies).isEmpty();
    }

    @Test
    void onTask_whoseBodyNeverComes_isGivenToAWorkerThatLearnsWhy() throws Exception {
        Sinks.One<Body> body = Sinks.one();
        offer(7, body.asMono());
        MiraiTooLarge why = new MiraiTooLarge("too large");
        body.tryEmitError(why).orThrow();
        TaskRun run = queue.take();
        assertThatThrownBy(run::takeBody).isSameAs(why);
        queue.end(run, Reply.Kind.ERROR, 0, Body.EMPTY);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(replies).containsExactly(Reply.Kind.ERROR);
    }

    @Test
    void take_inOrderOfComing() throws Exception {
        offer(2, Mono.just(Body.EMPTY));
        offer(1, Mono.just(Body.EMPTY));
        assertThat(queue.describe()).containsExactlyInAnyOrder("task 1", "task 2");
        assertThat(queue.take().task.id()).isEqualTo(2);
        assertThat(queue.take().task.id()).isEqualTo(1);
    }

    private void offer(long id, Mono<Body> body) {
        queue.onTask(
                new TaskRequest(id, id, 0, 1, TaskRequest.NO_FUNCTION, 1, Work.Kind.VALUE, "", 0, Body.EMPTY),
                new TestExchange(body, replies::add));
    }
}
