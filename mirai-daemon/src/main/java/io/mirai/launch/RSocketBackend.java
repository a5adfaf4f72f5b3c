package io.mirai.launch;

import io.mirai.Task;
import io.mirai.codec.HostCodec;
import io.mirai.daemon.shared.Libraries;
import io.mirai.daemon.task.HostEvaluator;
import io.mirai.launch.jvm.JavaProgram;
import io.mirai.launch.network.ListeningFleet;
import io.mirai.spi.Backend;
import io.mirai.spi.Evaluator;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Daemon JVMs on this machine, spoken to by RSocket over a Unix socket. */
public final class RSocketBackend implements Backend {

    private static final Duration LAUNCH_LIMIT = Duration.ofSeconds(30);

    private final @Nullable JavaProgram java;
    private final Duration launchLimit;

    /** For {@link java.util.ServiceLoader}. */
    public RSocketBackend() {
        this.java = null;
        this.launchLimit = LAUNCH_LIMIT;
    }

    /** With a program that replaces this JVM's own, and another time in which a daemon must dial in. */
    RSocketBackend(Path java, Duration launchLimit) {
        this.java = new JavaProgram(java.toString(), Runtime.version().feature());
        this.launchLimit = launchLimit;
    }

    /** {@inheritDoc} Results are read with the context class loader of the calling thread. */
    @Override
    public Fleet fleet(FleetSpec spec, FleetListener listener) {
        checkLibraries();
        HostCodec codec = new HostCodec(userClasses(), spec.allowed());
        LocalFleet local = new LocalFleet(spec, listener, codec, java, launchLimit);
        return spec.listening().isOn() ? new ListeningFleet(spec, listener, codec, local) : local;
    }

    /** {@inheritDoc} Classes are found by the context class loader of the calling thread. */
    @Override
    public Evaluator evaluator(FleetSpec spec) {
        checkLibraries();
        ClassLoader classes = userClasses();
        return new HostEvaluator(spec, new HostCodec(classes, spec.allowed()), classes);
    }

    private static void checkLibraries() {
        try {
            Libraries.check();
        } catch (LinkageError e) { // one of them is missing
            throw new IllegalStateException(Texts.libraryMissing(e), e);
        }
    }

    private static ClassLoader userClasses() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : Task.class.getClassLoader();
    }
}
