package io.mirai.daemon.task;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether an interrupt may have spoiled a class: an initialiser that fails leaves its class useless for as long
 * as its loader lives, and one that swallows the interrupt may leave it half made.
 */
final class ClassSpoiling {

    private static final String INITIALIZER = "<clinit>";
    private static final int MAX_CAUSES = 16;

    private ClassSpoiling() {}

    /** Whether the thread is in the static initialiser of a class now. */
    static boolean isInitializing(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals(INITIALIZER)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this is, or was caused by, the failure of an initialiser or its consequence. */
    static boolean isFailure(@Nullable Throwable thrown) {
        try {
            Throwable cause = thrown;
            for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
                if (cause instanceof ExceptionInInitializerError || cause instanceof NoClassDefFoundError) {
                    return true;
                }
                cause = cause.getCause();
            }
        } catch (Throwable e) {
            // The cause is user code's to compute, and it failed.
        }
        return false;
    }
}
