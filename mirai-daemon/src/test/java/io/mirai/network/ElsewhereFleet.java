package io.mirai.network;

import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A fleet whose daemons are started by its lines. What they bring is read as strangers' results are. */
final class ElsewhereFleet implements Fleet {

    private final Fleet listening;
    private final LaunchesElsewhere launches;

    ElsewhereFleet(Fleet listening, LaunchesElsewhere launches) {
        this.listening = listening;
        this.launches = launches;
    }

    @Override
    public Codec codec() {
        return listening.codec().forStrangers();
    }

    @Override
    public Mono<Void> listen() {
        return listening.listen();
    }

    @Override
    public String url() {
        return listening.url();
    }

    @Override
    public void checkSize(int daemons) {
        listening.checkSize(daemons);
    }

    @Override
    public void launch(int slot, int instance, DaemonSpec daemon) {
        launches.launch(slot, () -> listening.commands(List.of(slot), daemon).get(0));
    }

    @Override
    public List<String> commands(List<Integer> slots, DaemonSpec daemon) {
        return listening.commands(slots, daemon);
    }

    @Override
    public void renewSecret(int slot) {
        listening.renewSecret(slot);
    }

    @Override
    public Mono<Void> close() {
        Mono<Void> closed = listening
                .close()
                .then(Mono.<Void>fromRunnable(launches::close).subscribeOn(Schedulers.boundedElastic()))
                .cache();
        closed.subscribe();
        return closed;
    }

    @Override
    public void terminate() {
        listening.terminate();
    }
}
