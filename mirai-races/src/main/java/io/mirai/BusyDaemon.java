package io.mirai;

import io.mirai.dispatch.DaemonDispatcher;
import io.mirai.dispatch.EventLoop;
import io.mirai.dispatch.FirstDaemons;
import io.mirai.dispatch.Policy;
import io.mirai.dispatch.QueueLimits;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskLimits;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.task.CallSite;
import io.mirai.task.PlainValues;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submission;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A profile whose one daemon has a task, while another waits in the queue: what its link is asked to do, in words. */
class BusyDaemon {

    private static final long RUNNING = 1;
    private static final long WAITING = 2;
    private static final long LAST = 3;

    private final OneLink link = new OneLink();
    private final DaemonDispatcher dispatcher;
    private final Promise<Object> waiting;

    BusyDaemon() {
        this(QueueLimits.NONE);
    }

    /** So much may wait in its queue. */
    BusyDaemon(QueueLimits limits) {
        dispatcher = new DaemonDispatcher(
                "races",
                FirstDaemons.launched(1, DaemonSpec.DEFAULT),
                new Policy(0, false, limits),
                OneFleet::new,
                new EventLoop("races", new NoTimer()));
        dispatcher.start().subscribe();
        dispatcher.onLink(link);
        submit(RUNNING);
        waiting = submit(WAITING);
    }

    private Promise<Object> submit(long id) {
        if (!tryPass()) {
            throw new IllegalStateException("the queue is full from the beginning");
        }
        Scheduler pool = Schedulers.immediate();
        ProfileParts parts = ProfileParts.of(dispatcher, pool, new PlainValues(pool), OutcomePublisher.on(pool));
        return new Submission<>(parts, TaskLabel.of(id, "", id), Work.CALL, TaskLimits.NONE, null, new CallSite())
                .submit(Body.EMPTY);
    }

    /** Passes the gate before the queue, for a task that nobody submits. */
    boolean tryPass() {
        return dispatcher.admission().tryPass(0);
    }

    /** Another task is submitted, which keeps the loop busy. */
    void submitAnother() {
        submit(LAST);
    }

    boolean stopWaiting() {
        return waiting.stop();
    }

    /** The running task ends, so that the next one may be sent. */
    void freeSeat() {
        link.end();
    }

    /** What the daemon has seen of the task that waited. */
    String seen() {
        return (link.sent ? "sent" : "never sent") + (link.told ? " and told to stop" : "");
    }

    private final class OneLink implements Link {

        private volatile ReplyListener running;
        private volatile boolean sent;
        private volatile boolean told;

        @Override
        public int slot() {
            return 0;
        }

        @Override
        public boolean isLaunched() {
            return true;
        }

        @Override
        public void admit(int toSlot, int asInstance) {}

        @Override
        public void refuse(String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public void send(TaskMessage task, ReplyListener listener) {
            if (task.id() == RUNNING) {
                running = listener;
            }
            sent |= task.id() == WAITING;
        }

        void end() {
            running.onReply(new Reply(Reply.Kind.INTERRUPTED, 0, Mono.never()));
        }

        @Override
        public Flux<Mono<Body>> values(long taskId) {
            return Flux.empty();
        }

        @Override
        public void forget(SharedFunction function) {}

        @Override
        public void stop(long taskId, boolean mayInterruptIfRunning) {
            told |= taskId == WAITING;
        }

        @Override
        public void drain() {}

        @Override
        public void kill() {}
    }

    private static final class OneFleet implements Fleet {

        OneFleet(FleetListener listener) {}

        @Override
        public Codec codec() {
            throw new IllegalStateException("nothing is carried here");
        }

        @Override
        public Mono<Void> listen() {
            return Mono.empty();
        }

        @Override
        public String url() {
            return "";
        }

        @Override
        public void launch(int slot, int instance, DaemonSpec daemon) {}

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }

    /** Time does not pass. */
    private static final class NoTimer implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            throw new IllegalStateException("the loop was given away");
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return Disposables.single();
        }

        @Override
        public Worker createWorker() {
            throw new IllegalStateException("nobody wants one");
        }
    }
}
