package io.mirai.dispatch;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon of one profile runs when it joins, in this order. The drain loop of {@link Dispatcher} alone changes it; any
 * thread may ask whether it is full.
 */
final class Everywheres {

    /** Each costs every daemon that joins its time, and the host its bytes. */
    private static final int MAX = 100;

    private volatile List<Everywhere> all = List.of();

    List<Everywhere> all() {
        return all;
    }

    boolean has(Everywhere one) {
        return all.contains(one);
    }

    /**
     * Refuses one that would be too many, and takes the place of none.
     *
     * @throws IllegalStateException if it would
     */
    void checkRoom(String profile, String name) {
        if (all.size() >= MAX && find(name) == null) {
            throw new IllegalStateException(Texts.tooManyEverywheres(profile, MAX));
        }
    }

    private @Nullable Everywhere find(String name) {
        return name.isEmpty()
                ? null
                : all.stream().filter(one -> one.name.equals(name)).findFirst().orElse(null);
    }

    /**
     * Adds one, as the last.
     *
     * @return the one whose place it takes, since they have the same name; null if there is none
     */
    @Nullable
    Everywhere add(Everywhere fresh) {
        Everywhere replaced = find(fresh.name);
        all = Stream.concat(all.stream().filter(one -> one != replaced), Stream.of(fresh))
                .toList();
        return replaced;
    }

    /** Daemons that join from now on do not run it. */
    void remove(Everywhere one) {
        all = all.stream().filter(other -> other != one).toList();
    }
}
