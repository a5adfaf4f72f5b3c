package io.mirai;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A task for each element, all submitted already. As a {@link Flux} it brings the results in the order
 * of the elements, each as soon as it and all before it are there, and ends with the first failure;
 * null results are left out. Its cancel stops the tasks that nobody else waits for. Thread-safe.
 *
 * <p>Its counterpart in R's mirai is {@code mirai_map()}.
 *
 * @param <R> the type of the results
 */
public final class MiraiMap<R> extends Flux<R> {

    private final List<Mirai<R>> mirais;

    MiraiMap(List<Mirai<R>> mirais) {
        this.mirais = mirais;
    }

    /**
     * Waits until all have ended.
     *
     * @return the results in order, null ones included
     * @throws MiraiException the first failure in order
     * @throws IllegalStateException as {@link Mirai#call()}
     */
    public List<@Nullable R> collect() {
        Mirai.awaitAll(mirais, "collect()");
        List<@Nullable R> results = new ArrayList<>(mirais.size());
        for (Mirai<R> mirai : mirais) {
            results.add(mirai.collect());
        }
        return results;
    }

    boolean unresolved() {
        return mirais.stream().anyMatch(Mirai::unresolved);
    }

    /** How many elements there are. */
    public int size() {
        return mirais.size();
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        Flux.fromIterable(mirais)
                .flatMapSequential(MiraiMap::outcome, Math.max(1, mirais.size()))
                .<R>handle((outcome, sink) -> {
                    if (outcome instanceof Outcome.Failure<R> failure) {
                        sink.error(failure.error());
                    } else if (outcome instanceof Outcome.Value<R> value && value.value() != null) {
                        sink.next(value.value());
                    }
                })
                .subscribe(actual);
    }

    private static <R> Mono<Outcome<R>> outcome(Mirai<R> mirai) {
        return mirai.then(Mono.fromSupplier(mirai::data)).onErrorResume(error -> Mono.just(mirai.data()));
    }
}
