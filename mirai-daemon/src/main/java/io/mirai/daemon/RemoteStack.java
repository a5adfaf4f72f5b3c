package io.mirai.daemon;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts the daemon's own frames off the stacks of what a task threw, so that they end at the task's. */
final class RemoteStack {

    private static final String WORKER = Worker.class.getName();
    private static final String OUR_PACKAGES = "io.mirai.";
    private static final @Nullable String DAEMON_LOADER =
            Worker.class.getClassLoader().getName();

    private RemoteStack() {}

    /** Cuts it in a throwable, its causes and its suppressed; as far as it gets, since user code overrides its methods. */
    static void cut(Throwable thrown) {
        try {
            cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        } catch (Throwable e) {
            // Then some of the stacks are longer than they should be.
        }
    }

    private static void cut(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        int end = endOfUserFrames(frames);
        if (end < frames.length) {
            thrown.setStackTrace(Arrays.copyOf(frames, end));
        }
        cut(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            cut(suppressed, seen);
        }
    }

    private static int endOfUserFrames(StackTraceElement[] frames) {
        int end = frames.length - 1;
        while (end >= 0 && !frames[end].getClassName().equals(WORKER)) {
            end--;
        }
        if (end < 0) {
            return frames.length; // thrown on a thread of the user's
        }
        while (end > 0 && isOurs(frames[end - 1])) {
            end--;
        }
        return end;
    }

    /** The worker itself, and the adapters that the API puts around what the user handed in. */
    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().startsWith(OUR_PACKAGES)
                && Objects.equals(DAEMON_LOADER, frame.getClassLoaderName());
    }
}
