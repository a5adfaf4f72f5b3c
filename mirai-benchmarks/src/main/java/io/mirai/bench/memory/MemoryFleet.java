package io.mirai.bench.memory;

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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Daemons in memory that are there at once. They answer what they are sent at once with the next number, or never. */
final class MemoryFleet implements Fleet {

    private final FleetListener listener;
    private final boolean answers;

    MemoryFleet(FleetListener listener, boolean answers) {
        this.listener = listener;
        this.answers = answers;
    }

    @Override
    public Codec codec() {
        return NumberCodec.INSTANCE;
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
    public void launch(int slot, int instance, DaemonSpec daemon) {
        listener.onLink(new MemoryLink(slot, daemon.threads(), answers));
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }

    private record MemoryLink(int slot, int capacity, boolean answers) implements Link {

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
        public void send(TaskMessage task, ReplyListener replies) {
            if (answers) {
                Body next = NumberCodec.encode(NumberCodec.decode(task.body()) + 1);
                replies.onReply(new Reply(Reply.Kind.VALUE, 1, Mono.just(next)));
            }
        }

        @Override
        public Flux<Mono<Body>> values(long taskId) {
            return Flux.never();
        }

        @Override
        public void forget(SharedFunction function) {}

        @Override
        public void stop(long taskId, boolean mayInterruptIfRunning) {}

        @Override
        public void drain() {}

        @Override
        public void kill() {}
    }
}
