package io.mirai.bench;

import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Daemons in memory that are there at once, take what they are sent, and never answer. */
final class SilentFleet implements Fleet {

    private final FleetListener listener;

    SilentFleet(FleetListener listener) {
        this.listener = listener;
    }

    @Override
    public Codec codec() {
        throw new IllegalStateException("nothing is encoded here");
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
        listener.onLink(new SilentLink(slot, daemon.threads()));
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }

    private record SilentLink(int slot, int capacity) implements Link {

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
        public void send(TaskMessage task, ReplyListener replies) {}

        @Override
        public Flux<Mono<Body>> values(long taskId) {
            return Flux.never();
        }

        @Override
        public void forget(SharedFunction function) {}

        @Override
        public void stop(long taskId, boolean mayInterruptIfRunning) {}

        @Override
        public void kill() {}
    }
}
