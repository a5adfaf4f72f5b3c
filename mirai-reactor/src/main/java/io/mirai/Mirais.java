package io.mirai;

import io.mirai.machine.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Offers the methods of {@link Daemons} without an object, over the profile "default", for scripts and jshell. Thread-safe.
 *
 * <pre>{@code
 * import static io.mirai.Mirais.*;
 *
 * daemons(4);
 * var m = mirai(() -> 6 * 7);
 * m.collect();   // 42
 * daemons(0);
 * }</pre>
 */
public final class Mirais {

    private static final String DEFAULT = "default";
    private static final int MAX_PORT = 65_535;
    private static final Logger log = LoggerFactory.getLogger(Mirais.class);

    private Mirais() {}

    /**
     * Sets the number of daemons of the default profile, and waits until they have dialled in. The profile of an earlier call is
     * closed first.
     *
     * @param n how many; 0 closes the profile, and the returned one is closed then
     * @throws IllegalArgumentException if n is negative
     */
    public static Daemons daemons(int n) {
        if (n < 0) {
            throw new IllegalArgumentException(Texts.daemonsOutOfRange(n, 0));
        }
        if (n > 0) {
            return Daemons.builder().n(n).profile(DEFAULT).start();
        }
        Daemons set = Profiles.find(DEFAULT);
        Daemons closed = set != null ? set : Daemons.builder().profile(DEFAULT).create();
        closed.close();
        return closed;
    }

    /** Submits a task; without daemons set, to one fresh process that ends with it. */
    public static <T> Mirai<T> mirai(Task<T> task) {
        return mirai(task, TaskOptions.none());
    }

    /** Submits a task; without daemons set, to one fresh process that ends with it. */
    public static <T> Mirai<T> mirai(Task<T> task, TaskOptions options) {
        return submit(daemons -> daemons.mirai(task, options));
    }

    /** Submits a task without a value; without daemons set, to one fresh process that ends with it. */
    public static Mirai<Void> mirai(TaskAction action) {
        return mirai(action, TaskOptions.none());
    }

    /** Submits a task without a value; without daemons set, to one fresh process that ends with it. */
    public static Mirai<Void> mirai(TaskAction action, TaskOptions options) {
        return submit(daemons -> daemons.mirai(action, options));
    }

    /** Calls {@link Daemons#tryMirai(Task)} of the default profile; without daemons set as {@link #mirai(Task)}. */
    public static <T> Optional<Mirai<T>> tryMirai(Task<T> task) {
        return tryMirai(task, TaskOptions.none());
    }

    /** Calls {@link Daemons#tryMirai(Task, TaskOptions)} of the default profile; without daemons set as {@link #mirai(Task)}. */
    public static <T> Optional<Mirai<T>> tryMirai(Task<T> task, TaskOptions options) {
        Daemons set = Profiles.find(DEFAULT);
        return set != null ? set.tryMirai(task, options) : Optional.of(mirai(task, options));
    }

    /** Returns the cold form of {@link #mirai(Task)}: every subscription submits the task. */
    public static <T> Mono<T> defer(Task<T> task) {
        return defer(task, TaskOptions.none());
    }

    /** Returns the cold form of {@link #mirai(Task, TaskOptions)}: every subscription submits the task. */
    public static <T> Mono<T> defer(Task<T> task, TaskOptions options) {
        return Mono.defer(() -> {
            Daemons set = Profiles.find(DEFAULT);
            return set != null ? set.defer(task, options) : mirai(task, options);
        });
    }

    /**
     * Calls {@link Daemons#stream(TaskStream)} of the default profile; without daemons set, of one fresh process that ends with
     * it.
     */
    public static <T> Flux<T> stream(TaskStream<T> task) {
        return stream(task, TaskOptions.none());
    }

    /** Calls {@link Daemons#stream(TaskStream, TaskOptions)} of the default profile. */
    public static <T> Flux<T> stream(TaskStream<T> task, TaskOptions options) {
        return Flux.defer(() -> {
            Daemons set = Profiles.find(DEFAULT);
            if (set != null) {
                return set.stream(task, options);
            }
            Daemons own = Daemons.builder().n(1).create();
            return own.stream(task, options).doFinally(ended -> own.closeAsync().subscribe());
        });
    }

    /**
     * Calls {@link Daemons#map(Iterable, TaskFunction)} of the default profile; where that has no daemons it gets one, with a
     * warning.
     */
    public static <A, R> MiraiMap<R> map(
            Iterable<? extends A> elements, TaskFunction<? super A, ? extends R> function) {
        return map(elements, function, MapOptions.none());
    }

    /** Calls {@link Daemons#map(Iterable, TaskFunction, MapOptions)} of the default profile. */
    public static <A, R> MiraiMap<R> map(
            Iterable<? extends A> elements, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        return setForMaps().map(elements, function, options);
    }

    /** Calls {@link Daemons#map(Object[], TaskFunction)} of the default profile. */
    public static <A, R> MiraiMap<R> map(A[] elements, TaskFunction<? super A, ? extends R> function) {
        return map(elements, function, MapOptions.none());
    }

    /** Calls {@link Daemons#map(Object[], TaskFunction, MapOptions)} of the default profile. */
    public static <A, R> MiraiMap<R> map(
            A[] elements, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        return setForMaps().map(elements, function, options);
    }

    /** Calls {@link Daemons#map(Map, TaskBiFunction)} of the default profile. */
    public static <K, V, R> MiraiMap<R> map(
            Map<? extends K, ? extends V> entries, TaskBiFunction<? super K, ? super V, ? extends R> function) {
        return map(entries, function, MapOptions.none());
    }

    /** Calls {@link Daemons#map(Map, TaskBiFunction, MapOptions)} of the default profile. */
    public static <K, V, R> MiraiMap<R> map(
            Map<? extends K, ? extends V> entries,
            TaskBiFunction<? super K, ? super V, ? extends R> function,
            MapOptions options) {
        return setForMaps().map(entries, function, options);
    }

    /** Calls {@link Daemons#mapPairs} of the default profile. */
    public static <A, B, R> MiraiMap<R> mapPairs(
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
            TaskBiFunction<? super A, ? super B, ? extends R> function) {
        return setForMaps().mapPairs(pairs, function);
    }

    /** Calls {@link Daemons#map(Publisher, TaskFunction)} of the default profile. */
    public static <A, R> Flux<R> map(Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function) {
        return map(source, function, MapOptions.none());
    }

    /** Calls {@link Daemons#map(Publisher, TaskFunction, MapOptions)} of the default profile. */
    public static <A, R> Flux<R> map(
            Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        return Flux.defer(() -> setForMaps().map(source, function, options));
    }

    /** Calls {@link Daemons#everywhere(Task)} of the default profile, which must have daemons. */
    public static <R> MiraiMap<R> everywhere(Task<R> task) {
        return Profiles.require(DEFAULT).everywhere(task);
    }

    /** Calls {@link Daemons#everywhere(Task, TaskOptions)} of the default profile, which must have daemons. */
    public static <R> MiraiMap<R> everywhere(Task<R> task, TaskOptions options) {
        return Profiles.require(DEFAULT).everywhere(task, options);
    }

    /** Calls {@link Daemons#everywhere(Task, TaskOptions, int)} of the default profile, which must have daemons. */
    public static <R> MiraiMap<R> everywhere(Task<R> task, TaskOptions options, int min) {
        return Profiles.require(DEFAULT).everywhere(task, options, min);
    }

    /** Calls {@link Daemons#everywhere(TaskAction)} of the default profile, which must have daemons. */
    public static MiraiMap<Void> everywhere(TaskAction action) {
        return Profiles.require(DEFAULT).everywhere(action);
    }

    /** Calls {@link Daemons#everywhere(SerialConfig[])} of the default profile, which must have daemons. */
    public static MiraiMap<Void> everywhere(SerialConfig<?>... configs) {
        return Profiles.require(DEFAULT).everywhere(configs);
    }

    /** Calls {@link Daemons#terminate} of the default profile, if it has daemons. */
    public static void terminate() {
        Daemons set = Profiles.find(DEFAULT);
        if (set != null) {
            set.terminate();
        }
    }

    /**
     * Calls {@link Daemons#cluster} of the default profile.
     *
     * @throws IllegalStateException if it has no daemons
     */
    public static MiraiCluster cluster() {
        return Profiles.require(DEFAULT).cluster();
    }

    /**
     * Calls {@link Daemons#saisei} of the default profile.
     *
     * @throws IllegalStateException if it has no daemons
     */
    public static Optional<String> saisei(int index, boolean force) {
        return Profiles.require(DEFAULT).saisei(index, force);
    }

    /** Calls {@link Daemons#drain(int)} of the default profile, which must have daemons. */
    public static Mono<Void> drain(int index) {
        return Profiles.require(DEFAULT).drain(index);
    }

    /** Calls {@link Daemons#drain()} of the default profile, which must have daemons. */
    public static Mono<Void> drain() {
        return Profiles.require(DEFAULT).drain();
    }

    /** Calls {@link Daemons#status} of the default profile; all zero if it has no daemons. */
    public static Status status() {
        Daemons set = Profiles.find(DEFAULT);
        return set == null ? new Status(DEFAULT, 0, 0, 0, 0, 0, "", List.of()) : set.status();
    }

    /** Calls {@link Daemons#launchCommands(int)} of the default profile, which must have daemons. */
    public static List<String> launchCommands(int n) {
        return Profiles.require(DEFAULT).launchCommands(n);
    }

    /** Calls {@link Daemons#launchCommands(int, DaemonOptions)} of the default profile, which must have daemons. */
    public static List<String> launchCommands(int n, DaemonOptions options) {
        return Profiles.require(DEFAULT).launchCommands(n, options);
    }

    /** Calls {@link Daemons#launchLocal(int)} of the default profile, which must have daemons. */
    public static int launchLocal(int n) {
        return Profiles.require(DEFAULT).launchLocal(n);
    }

    /** Calls {@link Daemons#launchLocal(int, DaemonOptions)} of the default profile, which must have daemons. */
    public static int launchLocal(int n, DaemonOptions options) {
        return Profiles.require(DEFAULT).launchLocal(n, options);
    }

    /** Calls {@link Daemons#launchRemote(RemoteConfig)} of the default profile, which must have daemons. */
    public static List<String> launchRemote(RemoteConfig config) {
        return Profiles.require(DEFAULT).launchRemote(config);
    }

    /** Calls {@link Daemons#launchRemote(RemoteConfig, DaemonOptions)} of the default profile, which must have daemons. */
    public static List<String> launchRemote(RemoteConfig config, DaemonOptions options) {
        return Profiles.require(DEFAULT).launchRemote(config, options);
    }

    /** Waits for one mirai, as {@link Mirai#call()} does, and returns it. */
    public static <T> Mirai<T> callMirai(Mirai<T> m) {
        return m.call();
    }

    /** Waits for all, as {@link Mirai#call()}, and returns them. */
    public static <T> List<Mirai<T>> callMirai(List<Mirai<T>> ms) {
        Mirai.awaitAll(ms, "callMirai()");
        return ms;
    }

    /** Waits for all, as {@link Mirai#call()}, and returns them. */
    public static <T> Map<String, Mirai<T>> callMirai(Map<String, Mirai<T>> ms) {
        Mirai.awaitAll(ms.values(), "callMirai()");
        return ms;
    }

    /** Waits for all results, as {@link MiraiMap#call()}, and returns the map. */
    public static <T> MiraiMap<T> callMirai(MiraiMap<T> map) {
        return map.call();
    }

    /** Waits for the value, as {@link Mirai#collect()}. */
    public static <T> @Nullable T collectMirai(Mirai<T> m) {
        return m.collect();
    }

    /** Waits for all values, in order; throws the first failure after all have ended. */
    public static <T> List<@Nullable T> collectMirai(List<? extends Mirai<? extends T>> ms) {
        Mirai.awaitAll(ms, "collectMirai()");
        List<@Nullable T> values = new ArrayList<>(ms.size());
        ms.forEach(m -> values.add(m.collect()));
        return values;
    }

    /** Waits for all values, by name; throws the first failure after all have ended. */
    public static <T> Map<String, @Nullable T> collectMirai(Map<String, ? extends Mirai<? extends T>> ms) {
        Mirai.awaitAll(ms.values(), "collectMirai()");
        Map<String, @Nullable T> values = new LinkedHashMap<>();
        ms.forEach((name, m) -> values.put(name, m.collect()));
        return values;
    }

    /** Waits for all results, as {@link MiraiMap#collect(CollectOption...)}. */
    public static <T> List<@Nullable T> collectMirai(MiraiMap<T> map) {
        return map.collect();
    }

    /** Returns whether x is an unresolved mirai, map or outcome, or a collection or map that holds one. Never blocks. */
    public static boolean unresolved(@Nullable Object x) {
        if (x instanceof Collection<?> all) {
            return all.stream().anyMatch(Mirais::unresolved);
        }
        if (x instanceof Map<?, ?> named) {
            return unresolved(named.values());
        }
        return x instanceof Mirai<?> m
                ? m.unresolved()
                : x instanceof MiraiMap<?> map ? map.unresolved() : x instanceof Outcome.Unresolved<?>;
    }

    /** Stops a task, as {@link Mirai#stop()}; false for null. */
    public static boolean stopMirai(@Nullable Mirai<?> m) {
        return m != null && m.stop();
    }

    /** Stops all, and tells of each whether it was unresolved. */
    public static List<Boolean> stopMirai(List<? extends Mirai<?>> ms) {
        return ms.stream().map(m -> stopMirai(m)).toList();
    }

    /** Stops all, and tells of each by its name whether it was unresolved. */
    public static Map<String, Boolean> stopMirai(Map<String, ? extends Mirai<?>> ms) {
        Map<String, Boolean> stopped = new LinkedHashMap<>();
        ms.forEach((name, m) -> stopped.put(name, stopMirai(m)));
        return stopped;
    }

    /** Stops all elements, as {@link MiraiMap#stop()}. */
    public static boolean[] stopMirai(MiraiMap<?> map) {
        return map.stop();
    }

    /** Returns whether the default profile has daemons. */
    public static boolean isSet() {
        return Daemons.isSet(DEFAULT);
    }

    /** Checks that a profile has daemons; throws an {@link IllegalStateException} that says what to do if it has none. */
    public static void require(String profile) {
        Objects.requireNonNull(Profiles.require(profile));
    }

    /**
     * Makes the address, for {@link Daemons.Builder#url}, at which other machines reach this one by its host name. It warns, by
     * logging, if the name is of no use there: it leads to this machine itself, or looks like the id of a container. Looks the name up,
     * which may take a while.
     *
     * @param ws whether by WebSocket, which passes proxies
     * @param tls whether by TLS; without it the profile starts only with {@link TlsConfig#insecure}
     * @param port the port, or 0 for any that is free
     * @throws IllegalArgumentException if the port is not in 0 … 65,535
     */
    public static String hostUrl(boolean ws, boolean tls, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(Texts.portOutOfRange(port));
        }
        String scheme = ws ? (tls ? "wss" : "ws") : tls ? "tls+tcp" : "tcp";
        HostName host = HostName.ofThisMachine();
        host.doubt().ifPresent(log::warn);
        return scheme + "://" + host.name() + ":" + port;
    }

    /**
     * Makes an address on this machine where nobody listens yet, for {@link Daemons.Builder#url}: a Unix socket in a new directory, which
     * only this user may enter, and which the caller may delete. Each call makes another.
     *
     * @throws UncheckedIOException if no directory can be made
     */
    public static String localUrl() {
        try {
            return "unix://" + Files.createTempDirectory("mirai-").resolve("s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether this JVM is a daemon. */
    public static boolean onDaemon() {
        return DaemonContext.current().isDaemon();
    }

    /** Finds the default profile, or sets one daemon there for maps, since a process for each element would be too many. */
    private static Daemons setForMaps() {
        return Profiles.findOrMake(DEFAULT, () -> {
            log.warn(Texts.oneDaemonForMaps());
            return Daemons.builder().profile(DEFAULT).create();
        });
    }

    private static <T> Mirai<T> submit(Function<Daemons, Mirai<T>> call) {
        Daemons set = Profiles.find(DEFAULT);
        return set != null ? call.apply(set) : submitToOwnProcess(call);
    }

    private static <T> Mirai<T> submitToOwnProcess(Function<Daemons, Mirai<T>> call) {
        Daemons own = Daemons.builder().n(1).create();
        try {
            Mirai<T> mirai = call.apply(own);
            mirai.promise().whenResolved(() -> own.closeAsync().subscribe());
            return mirai;
        } catch (Throwable e) { // encoding may fail with any error of the user's classes
            own.closeAsync().subscribe();
            throw e;
        }
    }
}
