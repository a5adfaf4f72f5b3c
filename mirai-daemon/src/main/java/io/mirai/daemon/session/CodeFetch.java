package io.mirai.daemon.session;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.FoundCode;
import io.mirai.wire.Lookup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks the host for code and waits for it, without regard to interrupts: a class would be missing for ever where it was
 * missing once. A later wait finds the interrupt. What the cache has as the answer does not come again, if the host finds
 * that it is the answer still. Thread-safe.
 */
final class CodeFetch {

    private final CodeCache cache;

    CodeFetch(CodeCache cache) {
        this.cache = cache;
    }

    /**
     * The answer; null if the host has none.
     *
     * @param question distinguishes what is asked for from all else
     * @param asking asks, given the {@link Lookup#known} that the cache has
     * @throws IOException if the host cannot be asked
     */
    byte @Nullable [] fetch(String question, Function<String, Mono<FoundCode>> asking) throws IOException {
        byte[] cached = cache.get(question);
        FoundCode code = await(asking.apply(cached == null ? Lookup.NOTHING_KNOWN : Lookup.hash(cached)));
        if (code == null) {
            return null;
        }
        if (code.isKnown()) {
            return cached;
        }
        Body body = await(code.body());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (body != null) {
            body.chunks().forEach(out::writeBytes);
        }
        byte[] bytes = out.toByteArray();
        cache.put(question, bytes);
        return bytes;
    }

    private static <T> @Nullable T await(Mono<T> asked) throws IOException {
        CompletableFuture<Optional<T>> answer =
                asked.map(Optional::of).defaultIfEmpty(Optional.empty()).toFuture();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get().orElse(null);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
