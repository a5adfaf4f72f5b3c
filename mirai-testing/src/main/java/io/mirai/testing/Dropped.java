package io.mirai.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Hooks;

/**
 * The buffers that nobody released, by Netty's own detector at its strictest, and the errors that Reactor dropped:
 * with a logging provider the user would see those at ordinary ends.
 */
final class Dropped {

    private static final int ROUNDS = 4;
    private static final Queue<String> BUFFERS = new ConcurrentLinkedQueue<>();
    private static final Queue<String> ERRORS = new ConcurrentLinkedQueue<>();
    private static final List<ReportingDetector<?>> DETECTORS = new CopyOnWriteArrayList<>();

    private Dropped() {}

    /** To be called before the first buffer: each kind of buffer asks for its detector once. */
    static void install() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ReportingFactory());
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    /** Listens, as a test may have removed or replaced Reactor's hook, which else would call both. */
    static void begin() {
        Hooks.resetOnErrorDropped();
        Hooks.onErrorDropped(error -> ERRORS.add("dropped: " + error));
    }

    /** The errors since the last call. */
    static List<String> takeErrors() {
        return take(ERRORS);
    }

    /** The errors and buffers since the last call. */
    static List<String> takeAll() {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            DETECTORS.forEach(ReportingDetector::look);
        }
        List<String> all = new ArrayList<>(take(ERRORS));
        all.addAll(take(BUFFERS));
        return all;
    }

    private static List<String> take(Queue<String> from) {
        List<String> taken = new ArrayList<>();
        for (String report = from.poll(); report != null; report = from.poll()) {
            taken.add(report);
        }
        return taken;
    }

    private static final class ReportingFactory extends ResourceLeakDetectorFactory {

        @Override
        @SuppressWarnings("deprecation") // the one method that Netty wants implemented
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            return newResourceLeakDetector(resource, interval);
        }

        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval) {
            ReportingDetector<T> detector = new ReportingDetector<>(resource, interval);
            DETECTORS.add(detector);
            return detector;
        }
    }

    private static final class ReportingDetector<T> extends ResourceLeakDetector<T> {

        ReportingDetector(Class<T> resource, int interval) {
            super(resource, interval);
        }

        /** A detector reports what has leaked when it is given the next resource to track. */
        @SuppressWarnings("unchecked")
        void look() {
            T probe = (T) new Object();
            var tracker = trackForcibly(probe);
            if (tracker != null) {
                tracker.close(probe);
            }
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resource, String records) {
            BUFFERS.add(resource + " leaked: " + records);
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            BUFFERS.add(resource + " leaked");
        }
    }
}
