package io.mirai.daemon.session;

import io.mirai.spi.Body;
import io.mirai.spi.Parts;
import io.mirai.transport.daemon.FoundCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The user's classes and resources that only the host has, such as those typed into jshell. A thread that needs one waits for
 * it without regard to interrupts, as the class would be missing for ever where it was missing once; a later wait
 * finds the interrupt. The end of the link ends the wait. Thread-safe.
 */
public final class HostClasses {

    /** What a host answers; nothing if it has none. */
    public interface Host {

        /** A class, by its binary name. */
        Mono<FoundCode> classFile(String name);

        /** The provider files of a service, by its binary name. */
        Mono<FoundCode> services(String name);

        /** The resources of a name, with slashes, as {@link Parts} reads them. */
        Mono<FoundCode> resources(String name);
    }

    private final Host host;
    private final CodeCache cache;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final Set<String> missingResources = ConcurrentHashMap.newKeySet();

    public HostClasses(Host host, CodeCache cache) {
        this.host = host;
        this.cache = cache;
    }

    /**
     * The bytes of a class; null if the host has none, which may change with the next task that brings a loader along.
     *
     * @throws IOException if the host cannot be asked
     */
    byte @Nullable [] find(String name) throws IOException {
        if (missing.contains(name)) {
            return null;
        }
        byte[] bytes = fetch(host.classFile(name));
        if (bytes == null) {
            missing.add(name);
        }
        return bytes;
    }

    /**
     * The provider files of a service; null if the host has none. That may change with each task that brings a
     * loader along, so it is asked each time.
     *
     * @throws IOException if the host cannot be asked
     */
    byte @Nullable [] services(String name) throws IOException {
        return fetch(host.services(name));
    }

    /**
     * The resources of a name; none if the host has none. Where it had none it is asked again only after another task has
     * come, which may have brought a loader along: libraries look for many files that are not there.
     *
     * @throws IOException if the host cannot be asked
     */
    List<byte[]> resources(String name) throws IOException {
        if (missingResources.contains(name)) {
            return List.of();
        }
        byte[] joined = fetch(host.resources(name));
        if (joined == null) {
            missingResources.add(name);
            return List.of();
        }
        try {
            return Parts.split(joined);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    /** A task has come, which may have brought a loader along. */
    void onTask() {
        missing.clear();
        missingResources.clear();
    }

    /** Another host is asked from now on. */
    public void onHostGone() {
        missing.clear();
        missingResources.clear();
    }

    private byte @Nullable [] fetch(Mono<FoundCode> asked) throws IOException {
        FoundCode code = await(asked);
        if (code == null) {
            return null;
        }
        byte[] known = code.isHere() ? null : cache.get(code.hash(), code.length());
        if (known != null) {
            return known;
        }
        Body body = await(code.body());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (body != null) {
            body.chunks().forEach(out::writeBytes);
        }
        byte[] bytes = out.toByteArray();
        if (!code.isHere()) {
            cache.put(code.hash(), bytes);
        }
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
