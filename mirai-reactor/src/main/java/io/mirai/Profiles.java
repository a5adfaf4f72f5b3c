package io.mirai;

import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The named profiles of this JVM. Thread-safe. */
final class Profiles {

    private static final ConcurrentHashMap<String, Daemons> BY_NAME = new ConcurrentHashMap<>();

    private Profiles() {}

    static @Nullable Daemons find(String name) {
        return BY_NAME.get(name);
    }

    static Daemons findOrMake(String name, Supplier<Daemons> making) {
        return BY_NAME.computeIfAbsent(name, absent -> making.get());
    }

    /** Whether there is an open one; one that gave up still has its name, but no daemons. */
    static boolean isSet(String name) {
        Daemons found = find(name);
        return found != null && !found.isClosed();
    }

    static Daemons require(String name) {
        Daemons found = find(name);
        if (found == null) {
            throw new IllegalStateException(Texts.unknownProfile(name, new TreeSet<>(BY_NAME.keySet())));
        }
        found.requireOpen();
        return found;
    }

    /** Gives a name to a profile; completes when the one that had it is closed, as {@link Daemons#closing}. */
    static Mono<Void> replace(String name, Daemons fresh) {
        Daemons old = BY_NAME.put(name, fresh);
        return old == null ? Mono.empty() : old.closing();
    }

    static void remove(String name, Daemons closed) {
        BY_NAME.remove(name, closed);
    }
}
