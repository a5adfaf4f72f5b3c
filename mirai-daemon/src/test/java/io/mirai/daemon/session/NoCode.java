package io.mirai.daemon.session;

import io.mirai.transport.daemon.FoundCode;
import reactor.core.publisher.Mono;

/** A host on this machine that has no code but what a test adds. */
class NoCode implements HostClasses.Host {

    @Override
    public boolean isFar() {
        return false;
    }

    @Override
    public Mono<FoundCode> shape(int number) {
        return Mono.empty();
    }

    @Override
    public Mono<FoundCode> classFile(String name, String known) {
        return Mono.empty();
    }

    @Override
    public Mono<FoundCode> classes(String name, String known) {
        return Mono.empty();
    }

    @Override
    public Mono<FoundCode> services(String name, String known) {
        return Mono.empty();
    }

    @Override
    public Mono<FoundCode> resources(String name, String known) {
        return Mono.empty();
    }
}
