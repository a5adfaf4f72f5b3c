package io.mirai.daemon;

import io.mirai.spi.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The user's classes that only the host has, such as those typed into jshell. A thread that needs one waits for
 * it without regard to interrupts, as the class would be missing for ever where it was missing once; a later wait
 * finds the interrupt. The end of the link ends the wait. Thread-safe.
 */
final class HostClasses {

    private final Function<String, Mono<Body>> host;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    /**
     * Asks this host.
     *
     * @param host brings the bytes of the class with this name; nothing if there are none
     */
    HostClasses(Function<String, Mono<Body>> host) {
        this.host = host;
    }

    /**
     * The bytes of a class; null if the host has none, which does not change.
     *
     * @throws IOException if the host cannot be asked
     */
    byte @Nullable [] find(String name) throws IOException {
        if (missing.contains(name)) {
            return null;
        }
        Optional<Body> answer = await(host.apply(name)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .toFuture());
        if (answer.isEmpty()) {
            missing.add(name);
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answer.get().chunks().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static Optional<Body> await(CompletableFuture<Optional<Body>> answer) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
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
