package io.mirai.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Hooks;

/**
 * Fails a test class after which Netty finds a buffer that nobody released, or in which Reactor dropped an
 * error: with a logging provider the user would see those at ordinary ends. JUnit finds it by itself.
 */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final int ROUNDS = 4;
    private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();
    private static final List<ReportingDetector<?>> DETECTORS = new CopyOnWriteArrayList<>();

    static {
        // Before the first buffer: each kind of buffer asks for its detector once.
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ReportingFactory());
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Hooks.onErrorDropped(error -> REPORTS.add("dropped: " + error));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> reports = takeReports();
        Assertions.assertThat(reports).as("leaks and dropped errors").isEmpty();
    }

    /** What was found since the last call. */
    static List<String> takeReports() {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            DETECTORS.forEach(ReportingDetector::look);
        }
        List<String> reports = List.copyOf(REPORTS);
        REPORTS.clear();
        return reports;
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
            REPORTS.add(resource + " leaked: " + records);
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            REPORTS.add(resource + " leaked");
        }
    }
}
