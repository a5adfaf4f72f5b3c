package io.mirai.spi;

import io.mirai.DaemonContext;
import io.mirai.random.Mrg32k3a;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The daemon context of each thread. Set by the daemon's runtime, read by {@link DaemonContext#current()}. */
public final class CurrentTask {

    private static final ThreadLocal<@Nullable DaemonContext> CURRENT = new ThreadLocal<>();
    private static volatile DaemonContext outsideTasks = new HostContext();

    private CurrentTask() {}

    /** The context of the calling thread. */
    public static DaemonContext get() {
        DaemonContext context = CURRENT.get();
        return context != null ? context : outsideTasks;
    }

    /**
     * Sets the context of the calling thread; null when its task has ended.
     *
     * @return what was set before; null if nothing
     */
    public static @Nullable DaemonContext set(@Nullable DaemonContext context) {
        @Nullable DaemonContext before = CURRENT.get();
        if (context == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(context);
        }
        return before;
    }

    /** Makes this JVM a daemon: the context of every thread that runs no task. */
    public static void setOutsideTasks(DaemonContext context) {
        outsideTasks = context;
    }

    private static final class HostContext extends DaemonContext {

        @Override
        public boolean isDaemon() {
            return false;
        }

        @Override
        public int index() {
            return -1;
        }

        @Override
        public int instance() {
            return 0;
        }

        @Override
        public long taskId() {
            return 0;
        }

        @Override
        public int attempt() {
            return 0;
        }

        @Override
        public Map<String, Object> globals() {
            return Map.of();
        }

        @Override
        public RandomGenerator random() {
            return Mrg32k3a.unforeseen();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
