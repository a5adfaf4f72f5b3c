package io.mirai.launch;

import io.mirai.Daemons;
import io.mirai.Mirai;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Does all of a profile's life on threads that may not block, event loops included; prints each call that could. */
final class NonBlockingHost {

    private static final Queue<String> BLOCKING = new ConcurrentLinkedQueue<>();

    private NonBlockingHost() {}

    public static void main(String[] args) {
        BlockHound.install(hound -> hound.blockingMethodCallback(NonBlockingHost::report));
        String value = Mono.defer(() -> Daemons.builder().n(1).startAsync())
                .subscribeOn(Schedulers.parallel())
                .flatMap(daemons -> {
                    Mirai<Integer> hot = daemons.mirai(() -> 40);
                    Mono<Integer> cold = daemons.defer(() -> 2);
                    return hot.zipWith(cold, Integer::sum)
                            .publishOn(Schedulers.parallel())
                            .flatMap(sum -> daemons.closeAsync().thenReturn("sum " + sum));
                })
                .block();
        System.out.println(value);
        Mono.defer(() -> Daemons.builder().n(1).url("tcp://203.0.113.1:0").startAsync())
                .subscribeOn(Schedulers.parallel())
                .onErrorComplete()
                .block();
        BLOCKING.forEach(System.out::println);
    }

    private static void report(Object method) {
        StringBuilder where =
                new StringBuilder(method + " on " + Thread.currentThread().getName());
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            where.append("\n  ").append(frame);
        }
        BLOCKING.add(where.toString());
    }
}
