package io.mirai.carried;

import io.mirai.Task;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.HostCodec;
import io.mirai.codec.ShippedTask;
import io.mirai.codec.shape.LambdaShape;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.spi.Body;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.TaskFailure;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A host and a daemon in one JVM. The daemon's user classes come from a class loader of its own, which
 * shares nothing with the host's but the API: a mix-up of classes shows.
 */
final class TwoSides implements AutoCloseable {

    final URLClassLoader sessionClasses;
    final HostCodec host;
    final DaemonCodec daemon;

    TwoSides() {
        this(new ResultClasses(Set.of(), Set.of()));
    }

    /** With these among the classes that results of strangers may contain. */
    TwoSides(ResultClasses allowed) {
        this.host = new HostCodec(TwoSides.class.getClassLoader(), allowed);
        URL tests = TwoSides.class.getProtectionDomain().getCodeSource().getLocation();
        this.sessionClasses = new URLClassLoader(new URL[] {tests}, new ApiOnly());
        this.daemon = new DaemonCodec(sessionClasses, host.shapes());
    }

    /** Shows what a daemon's own loader shows to user code. */
    private static final class ApiOnly extends ClassLoader {

        ApiOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            boolean api = name.startsWith("io.mirai.") && name.indexOf('.', "io.mirai.".length()) < 0;
            if (!api && !name.startsWith("org.assertj.") && !name.startsWith("org.junit.")) {
                throw new ClassNotFoundException(name);
            }
            return TwoSides.class.getClassLoader().loadClass(name);
        }
    }

    /** Another daemon on that side, whose questions for shapes are heard. */
    DaemonCodec daemonThatAsks(IntConsumer asked) {
        return new DaemonCodec(sessionClasses, new LambdaShapes() {

            @Override
            public int number(LambdaShape shape) {
                return NO_NUMBER;
            }

            @Override
            public @Nullable LambdaShape find(int number) throws IOException {
                asked.accept(number);
                return host.shapes().find(number);
            }
        });
    }

    /** The task as the daemon gets it. */
    ShippedTask ship(Task<?> task) {
        return daemon.decodeTask(host.encodeTask(task, Map.of()));
    }

    /** What the host gets if the daemon runs the task. */
    @Nullable
    Object run(Task<?> task) throws Exception {
        return returned(ship(task).task().call());
    }

    /** A value as a daemon sends it. */
    Body encodeValue(@Nullable Object value) {
        return daemon.encodeValue(daemon.session(), Body.MAX_BYTES, value);
    }

    /** What a task threw as a daemon sends it. */
    Body encodeFailure(Throwable thrown) {
        return daemon.encodeFailure(daemon.session(), TaskFailure.Kind.THROWN, thrown);
    }

    /** A value on its way back. */
    @Nullable
    Object returned(@Nullable Object value) {
        return host.decodeValue(encodeValue(value));
    }

    /** A value on its way back from a daemon that the host did not start. */
    @Nullable
    Object ofStranger(@Nullable Object value) {
        return host.forStrangers().decodeValue(encodeValue(value));
    }

    TaskFailure failed(Throwable thrown) {
        return host.decodeFailure(encodeFailure(thrown));
    }

    @Override
    public void close() throws IOException {
        sessionClasses.close();
    }
}
