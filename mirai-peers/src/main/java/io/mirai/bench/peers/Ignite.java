package io.mirai.bench.peers;

import io.mirai.Task;
import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.ignite.IgniteCompute;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.lang.IgniteFutureTimeoutException;
import org.jspecify.annotations.Nullable;

/** Ignite's {@code compute()}. */
public final class Ignite implements Contender {

    /** The packages that its own start script opens. */
    private static final List<String> FLAGS = Stream.of(
                    "java.base/jdk.internal.access",
                    "java.base/jdk.internal.misc",
                    "java.base/sun.nio.ch",
                    "java.base/sun.util.calendar",
                    "java.management/com.sun.jmx.mbeanserver",
                    "jdk.internal.jvmstat/sun.jvmstat.monitor",
                    "java.base/sun.reflect.generics.reflectiveObjects",
                    "jdk.management/com.sun.management.internal",
                    "java.base/java.io",
                    "java.base/java.nio",
                    "java.base/java.net",
                    "java.base/java.util",
                    "java.base/java.util.concurrent",
                    "java.base/java.util.concurrent.locks",
                    "java.base/java.util.concurrent.atomic",
                    "java.base/java.lang",
                    "java.base/java.lang.invoke",
                    "java.base/java.math",
                    "java.sql/java.sql",
                    "java.base/java.time")
            .map(name -> "--add-opens=" + name + "=ALL-UNNAMED")
            .toList();

    private final Members members = new Members();
    private org.apache.ignite.@Nullable Ignite host;
    private @Nullable IgniteCompute compute;

    /** Makes one that has not started. */
    public Ignite() {}

    @Override
    public String name() {
        return "Ignite";
    }

    @Override
    public String about() {
        return "2.18.0, compute().callAsync; the host is a client node, each daemon a server whose public pool has one thread;"
                + " JVM flags of our daemons and those of its start script";
    }

    @Override
    public List<String> hostFlags() {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-DIGNITE_QUIET=true");
        flags.add("-DIGNITE_NO_ASCII=true");
        flags.add("-DIGNITE_UPDATE_NOTIFIER=false");
        return flags;
    }

    @Override
    public void start(int daemons) throws Exception {
        int port = Members.freePort();
        members.start(daemons, hostFlags(), IgniteServer.class, port);
        org.apache.ignite.Ignite started =
                Ignition.start(IgniteServer.config(port).setClientMode(true));
        host = started;
        Members.await(daemons, () -> started.cluster().forServers().nodes().size());
        compute = started.compute(started.cluster().forServers());
    }

    private <T> Answer<T> call(IgniteCallable<T> task) {
        return new IgniteAnswer<>(Objects.requireNonNull(compute).callAsync(task));
    }

    @Override
    public <T> Answer<T> submit(Task<T> task) {
        return call(task::call);
    }

    @Override
    public Answer<Integer> increment(int x) {
        return call(() -> x + 1);
    }

    @Override
    public void close() {
        if (host != null) {
            Ignition.stop(host.name(), true);
        }
        members.close();
    }

    private record IgniteAnswer<T>(IgniteFuture<T> future) implements Answer<T> {

        @Override
        public T await() {
            return future.get();
        }

        @Override
        public T await(Duration limit) throws Exception {
            try {
                return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (IgniteFutureTimeoutException e) {
                throw (TimeoutException) new TimeoutException().initCause(e);
            } catch (IgniteException e) {
                throw new ExecutionException(e);
            }
        }

        @Override
        public void stop() {
            future.cancel();
        }
    }
}
